"""Vectors are computed once and kept."""

import numpy as np
import pytest

from onecity.catalogue.models import Embedding
from onecity.catalogue.search import Engine, vectors
from onecity.catalogue.search.embedders import embedder_for, model_name
from onecity.catalogue.search.vectors import keep_vectors, read_vectors

TEXTS = ["Get a library card", "Renew your passport"]


@pytest.fixture(autouse=True)
def nothing_held(monkeypatch):
    monkeypatch.setattr(vectors, "_held", {})


def forget(monkeypatch):
    monkeypatch.setattr(vectors, "_held", {})


@pytest.mark.parametrize(("language", "size"), [("en", 384), ("zh", 512)])
def test_vectors_have_length_one_and_do_not_depend_on_their_company(language, size):
    embedder = embedder_for(language)
    together = embedder.embed([*TEXTS, "a", "x " * 300])
    assert together.shape == (4, size)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    assert float(together[0] @ embedder.embed([TEXTS[0]])[0]) > 0.99


@pytest.mark.django_db
def test_kept_vectors_are_found_again(monkeypatch, django_assert_num_queries):
    assert keep_vectors("en", TEXTS) == 2
    forget(monkeypatch)
    with django_assert_num_queries(1):
        kept = read_vectors(model_name("en"), [*TEXTS, "unknown"])
    with django_assert_num_queries(0):
        read_vectors(model_name("en"), TEXTS)
    assert list(kept) == TEXTS
    assert float(kept[TEXTS[0]] @ embedder_for("en").embed(TEXTS[:1])[0]) > 0.999


@pytest.mark.django_db
def test_only_what_is_missing_is_computed(monkeypatch):
    keep_vectors("en", TEXTS[:1])
    forget(monkeypatch)
    told = []
    assert keep_vectors("en", TEXTS, lambda done, of: told.append((done, of))) == 1
    assert (told, Embedding.objects.count()) == ([(1, 1)], 2)


@pytest.mark.django_db
def test_another_model_has_other_vectors():
    keep_vectors("en", TEXTS)
    assert read_vectors(model_name("zh"), TEXTS) == {}


@pytest.mark.django_db
def test_the_first_search_reads_vectors_once_and_later_ones_nothing(huating_folder, django_assert_num_queries):
    engine = Engine(huating_folder.services[:5], ("en", "zh"))
    engine.keep()
    with django_assert_num_queries(0):
        engine.find(words="library", language="en", limit=5)
        engine._finder("en").warm({})
        engine.find(words="library", language="en", limit=5)


@pytest.mark.django_db
def test_a_model_that_does_not_load_leaves_search_by_words(huating_folder, monkeypatch, caplog):
    from onecity.catalogue.search import engine as module

    class Broken:
        language = "en"

        def warm(self, known):
            raise OSError("no such file")

    module._warm(Broken(), {})
    assert "searches are answered by words alone" in caplog.text
