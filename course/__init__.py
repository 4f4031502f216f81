"""Equal Footing: a training course on co-producing health and social care research."""

__version__ = "0.1.0"
