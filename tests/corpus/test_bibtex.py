"""BibTeX: braces, strings, months and LaTeX; a broken entry costs only itself."""

from __future__ import annotations

from collections.abc import Callable

from kg.corpus.bibtex import BROKEN_BIBTEX
from kg.corpus.paper import Paper, Skipped

Read = Callable[..., list[Paper | Skipped]]


def test_a_broken_entry_costs_only_itself(read: Read) -> None:
    items = read(
        "@article{a, title={On Moss}, abstract={Green.}}\n"
        "@article{b, title={On {Fern, abstract={Brown.}\n"
        "@inproceedings(c, title={On Lichen}, abstract={Grey.})\n"
        "@misc{d, title={No abstract}}\n"
        '@article{e, title="On {H}eath", abstract="Red."}\n'
    )
    assert [item.id for item in items if isinstance(item, Paper)] == ["a", "c", "e"]
    assert [item.reason for item in items if isinstance(item, Skipped)] == [BROKEN_BIBTEX, "no abstract"]


def test_strings_months_and_latex_are_read(read: Read) -> None:
    (paper,) = read(
        "@comment{nothing}\n@string(acl = {ACL})\n@string{moss = {Journal of Moss}}\n"
        '@article{x,\n  title = {{M}oss in Z{\\"u}rich},\n  abstract = {We use \\emph{MossNet}\n    at 5\\%.},\n'
        '  author = {M{\\"u}ller, Ada and Bo Heath},\n  year = {2021}, month = sep, journal = moss,\n'
        "  eprint = {2105.01234}, archivePrefix = {arXiv}, keywords = {moss, fern}\n}\n"
    )
    assert isinstance(paper, Paper)
    assert (paper.title, paper.authors) == ("Moss in Zürich", ("Müller, Ada", "Bo Heath"))
    assert paper.abstract == "We use \\emph{MossNet}\n    at 5\\%."
    assert (paper.date, paper.venue, paper.arxiv) == ("2021-09", "Journal of Moss", "2105.01234")
    assert paper.categories == ("moss", "fern")
