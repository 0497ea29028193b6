"""One small file of each format, about the same invented paper, and that paper."""

from __future__ import annotations

import json
from collections.abc import Mapping

TITLE = "MossRank: Ranking Moss by Colour"
ABSTRACT = "We rank moss by colour with MossRank. It beats BM25 on MossBench by 3%."

_INVERTED: dict[str, list[int]] = {}
for _place, _word in enumerate(ABSTRACT.split()):
    _INVERTED.setdefault(_word, []).append(_place)

PLAIN = {"id": "m1", "title": TITLE, "abstract": ABSTRACT, "date": "2021-05-14", "authors": ["Ada Fern", "Bo Heath"]}
ARXIV = {
    "id": "2105.01234v2",
    "title": TITLE,
    "summary": ABSTRACT,
    "published": "2021-05-14T17:59:00Z",
    "categories": ["cs.IR"],
    "authors": ["Ada Fern", "Bo Heath"],
}
KAGGLE = {
    "id": "2105.01234",
    "title": "MossRank: Ranking\n  Moss by Colour",
    "abstract": f"  {ABSTRACT}\n",
    "categories": "cs.IR cs.LG",
    "doi": "10.1000/MOSS.1",
    "update_date": "2023-01-01",
    "versions": [{"version": "v1", "created": "Fri, 14 May 2021 17:59:00 GMT"}],
    "authors_parsed": [["Fern", "Ada", ""], ["Heath", "Bo", ""]],
}
OPENALEX = {
    "id": "https://openalex.org/W42",
    "doi": "https://doi.org/10.1000/moss.1",
    "display_name": TITLE,
    "publication_date": "2021-05-14",
    "abstract_inverted_index": _INVERTED,
    "authorships": [{"author": {"display_name": "Ada Fern"}}, {"author": {"display_name": "Bo Heath"}}],
    "primary_location": {"source": {"display_name": "Journal of Moss"}},
}
SEMANTIC_SCHOLAR = {
    "paperId": "0f0f",
    "title": TITLE,
    "abstract": ABSTRACT,
    "publicationDate": "2021-05-14",
    "externalIds": {"ArXiv": "2105.01234", "DOI": "10.1000/moss.1"},
    "authors": [{"name": "Ada Fern"}, {"name": "Bo Heath"}],
    "venue": "Journal of Moss",
}
CROSSREF = {
    "DOI": "10.1000/MOSS.1",
    "title": [TITLE],
    "abstract": f"<jats:p>{ABSTRACT}</jats:p>",
    "issued": {"date-parts": [[2021, 5, 14]]},
    "author": [{"given": "Ada", "family": "Fern"}, {"given": "Bo", "family": "Heath"}],
    "container-title": ["Journal of Moss"],
}
_ATOM = f"""<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>A query</title>
<entry><id>http://arxiv.org/abs/2105.01234v2</id><published>2021-05-14T17:59:00Z</published><title>{TITLE}</title>
<summary>  {ABSTRACT}
</summary><author><name>Ada Fern</name></author><author><name>Bo Heath</name></author><category term="cs.IR"/></entry>
</feed>"""
_OAI = f"""<?xml version="1.0" encoding="UTF-8"?>
<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords>
<record><header status="deleted"><identifier>oai:arXiv.org:2105.00000</identifier></header></record>
<record><header><identifier>oai:arXiv.org:2105.01234</identifier></header><metadata>
<arXiv xmlns="http://arxiv.org/OAI/arXiv/"><id>2105.01234</id><created>2021-05-14</created><authors>
<author><keyname>Fern</keyname><forenames>Ada</forenames></author>
<author><keyname>Heath</keyname><forenames>Bo</forenames></author></authors>
<title>{TITLE}</title><categories>cs.IR cs.LG</categories><abstract> {ABSTRACT} </abstract></arXiv>
</metadata></record></ListRecords></OAI-PMH>"""
_PUBMED = """<?xml version="1.0" ?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle//EN" "https://dtd.nlm.nih.gov/pubmed.dtd">
<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>77</PMID><Article>
<Journal><JournalIssue><PubDate><Year>2021</Year><Month>May</Month><Day>14</Day></PubDate></JournalIssue>
<Title>Journal of Moss</Title></Journal><ArticleTitle>MossRank: Ranking <i>Moss</i> by Colour</ArticleTitle>
<Abstract><AbstractText Label="METHODS">We rank moss by colour with MossRank.</AbstractText>
<AbstractText Label="RESULTS">It beats BM25 on MossBench by 3%.</AbstractText></Abstract>
<AuthorList><Author><LastName>Fern</LastName><ForeName>Ada</ForeName></Author>
<Author><LastName>Heath</LastName><ForeName>Bo</ForeName></Author></AuthorList>
<ELocationID EIdType="doi">10.1000/moss.1</ELocationID></Article></MedlineCitation>
</PubmedArticle></PubmedArticleSet>"""
_NBIB = """PMID- 77
TI  - MossRank: Ranking Moss
      by Colour
AB  - We rank moss by colour with MossRank. It beats BM25 on MossBench
      by 3%.
DP  - 2021 May 14
FAU - Ada Fern
FAU - Bo Heath
LID - 10.1000/moss.1 [doi]
JT  - Journal of Moss
"""
_RIS = f"""TY  - JOUR
T1  - {TITLE}
AB  - We rank moss by colour with MossRank.
It beats BM25 on MossBench by 3%.
PY  - 2021/05/14/
AU  - Ada Fern
AU  - Bo Heath
DO  - 10.1000/moss.1
JO  - Journal of Moss
ER  - 
"""  # noqa: W291
_BIBTEX = """% exported
@string{jm = "Journal of Moss"}
@article{fern2021,
  title = {{MossRank}: Ranking {M}oss by Colour},
  abstract = {We rank moss by colour with MossRank. It beats BM25 on MossBench by 3%.},
  author = {Ada Fern and Bo Heath}, year = 2021, month = may, journal = jm, doi = {10.1000/moss.1}
}
"""
_CSV = f'Title,Authors,Year,DOI,Abstract\n"{TITLE}",Ada Fern; Bo Heath,2021,10.1000/moss.1,"{ABSTRACT}"\n'
_TEXT = f"{TITLE}\n{ABSTRACT}\n\nA second title\nA second abstract that is long enough. It has two sentences.\n"
_SCRAPED = f"{TITLE}\n{ABSTRACT} {'It is a longer line than any title. ' * 8}\n"


def _line(value: object) -> str:
    return json.dumps(value) + "\n"


#: A file of each format by the format's name.
SAMPLES: Mapping[str, str] = {
    "jsonl": _line(PLAIN),
    "arxiv": _line(ARXIV),
    "arxiv-kaggle": _line(KAGGLE),
    "openalex": _line(OPENALEX),
    "semantic-scholar": _line(SEMANTIC_SCHOLAR),
    "crossref": _line(CROSSREF),
    "arxiv-atom": _ATOM,
    "oai-pmh": _OAI,
    "pubmed": _PUBMED,
    "nbib": _NBIB,
    "ris": _RIS,
    "bibtex": _BIBTEX,
    "table": _CSV,
    "text": _TEXT,
    "scraped": _SCRAPED,
}
