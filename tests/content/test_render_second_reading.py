"""The second reader lets through what bleach writes, and nothing a browser could read in another way."""

from __future__ import annotations

import pytest

from course.content.second_reading import Disagreement, read_again

SOUND = [
    "",
    "words",
    "<p>a &amp; b &lt; c &gt; d \" ' &nbsp; \xa0 é</p>",
    "<p>a<br>\nb</p>\n<hr>",
    '<p><a href="https://example.org/?a=1&amp;b=2" rel="noopener" title="x &gt; y &quot;z&quot;">a</a></p>',
    "<p><a href=\"#x\" title='say &quot;a&quot;'>a</a></p>",
    '<ul>\n<li>a<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>\n<ol start="3">\n<li>c</li>\n</ol>',
    '<table>\n<thead>\n<tr>\n<th class="align-left" scope="col">a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>b</td>\n</tr>\n'
    "</tbody>\n</table>",
    "<pre><code>&lt;script&gt;\n</code></pre>",
    '<p><img alt="" loading="lazy" src="course:media/a.svg"></p>',
    '<sup id="user-content-fnref-1-2"><a href="#user-content-fn-1">1</a></sup>',
]


@pytest.mark.parametrize("cleaned", SOUND)
def test_what_bleach_writes_is_let_through(cleaned: str) -> None:
    read_again([cleaned])


def test_all_the_pieces_of_a_file_are_let_through_together() -> None:
    read_again(SOUND)


UNSOUND = {
    "a tag that is not listed": "<p><script>x</script></p>",
    "a listed tag in capitals": "<P>a</P>",
    "an attribute that is not listed": '<p onclick="x">a</p>',
    "an address that is not allowed": '<a href="javascript:123">a</a>',
    "an address disguised by a character reference": '<a href="java&#9;script:123">a</a>',
    "a picture from elsewhere": '<img src="https://example.org/x.png">',
    "an id that is not ours": '<sup id="location">a</sup>',
    "a class that is not listed": '<td class="align-left evil">a</td>',
    "an attribute without quotes": "<a href=#x>a</a>",
    "an attribute twice": '<a href="#x" href="#y">a</a>',
    "a comment": "<p>a<!-- b --></p>",
    "a bare angle": "<p>a < b</p>",
    "a bare closing angle": "<p>a > b</p>",
    "a tag that is never closed": "<p>a",
    "a tag that was never opened": "a</p>",
    "tags closed in the wrong order": "<p><em>a</p></em>",
    "a tag that breaks out of its place": "</main><p>a</p>",
    "a paragraph in a paragraph": "<p>a<p>b</p></p>",
    "a link in a link": '<a href="#x">a<a href="#y">b</a></a>',
    "a list in a paragraph": "<p><ul><li>a</li></ul></p>",
    "words straight in a table": "<table>a<tbody><tr><td>b</td></tr></tbody></table>",
    "a table without a body": "<table><tr><td>b</td></tr></table>",
    "a cell without a table": "<td>a</td>",
    "a line end that a browser drops": "<pre>\na</pre>",
    "a character that is none": "<p>a\x00b</p>",
}


@pytest.mark.parametrize("cleaned", UNSOUND.values(), ids=UNSOUND.keys())
def test_what_a_browser_might_read_in_another_way_is_refused(cleaned: str) -> None:
    with pytest.raises(Disagreement):
        read_again([cleaned])


def test_a_piece_may_not_be_finished_by_the_next() -> None:
    with pytest.raises(Disagreement):
        read_again(["<p>a", "b</p>"])
