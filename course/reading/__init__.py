"""What there is to read besides modules and stories: pages, the glossary, the credits, the whole course on one page.

Nothing here asks or keeps anything. Refused: making these pages modules without exercises, because then they would count.
"""
