"""PubMed's XML: articles with abstracts in one or several labelled parts."""

from __future__ import annotations

from collections.abc import Mapping

from kg.corpus.dates import month_number
from kg.corpus.fields import full_name, paper
from kg.corpus.paper import Paper, Skipped
from kg.corpus.xml_records import Element, ToPaper, content, contents


def _article(article: Element, source: str) -> Paper | Skipped:
    people = article.findall(".//AuthorList/Author")
    doi = article.find(".//ArticleIdList/ArticleId[@IdType='doi']")
    doi = doi if doi is not None else article.find(".//ELocationID[@EIdType='doi']")
    return paper(
        source,
        " ".join(content(article.find(".//ArticleTitle")).split()),
        "\n".join(_labelled(part) for part in article.findall(".//Abstract/AbstractText")),
        id=content(article.find(".//PMID")),
        date=_date(article.find(".//PubDate")),
        categories=contents(article.findall(".//KeywordList/Keyword")),
        authors=[full_name(content(p.find("ForeName")), content(p.find("LastName"))) for p in people],
        doi=content(doi),
        venue=content(article.find(".//Journal/Title")),
    )


def _labelled(part: Element) -> str:
    label, text = part.get("Label"), " ".join(content(part).split())
    return f"{label}: {text}" if label else text


def _date(published: Element | None) -> str | None:
    if published is None:
        return None
    year, month, day = (content(published.find(tag)).strip() for tag in ("Year", "Month", "Day"))
    if not year:
        return content(published.find("MedlineDate"))[:4]
    number = month_number(month)
    return "-".join(part for part in (year, number, day if number else "") if part)


PUBMED: Mapping[str, ToPaper] = {"PubmedArticle": _article, "PubmedBookArticle": _article}
