import re
from collections import Counter

import pytest

from demo import content
from teams.models import CampaignKind
from teams.word_packs import word_pack

KINDS = CampaignKind.values
PLACEHOLDERS = {"place", "street", "street2", "team", "office"}
ARABIC = re.compile(r"[\u0600-\u06ff]")


def offices(tree):
    return [office for region in tree.regions for office in region.offices]


def team_names(tree):
    return [team.name for office in offices(tree) for team in office.teams]


def test_sixty_people_are_told_apart_by_name_and_address():
    people = content.people()

    assert len(people) == 60
    assert len({person.name for person in people}) == 60
    assert len({person.email for person in people}) == 60
    assert {person.locale for person in people} == {"en", "ar", "es"}


@pytest.mark.parametrize("kind", KINDS)
def test_the_tree_has_two_regions_four_offices_and_twelve_teams(kind):
    tree = content.tree(kind)

    assert len(tree.regions) == 2
    assert len(offices(tree)) == 4
    assert len(set(team_names(tree))) == 12
    assert set(tree.goals) <= {one.id for one in word_pack(kind).report_kinds}


@pytest.mark.parametrize("kind", KINDS)
def test_the_library_has_thirty_entries_in_every_language(kind):
    entries = content.library(kind)

    assert len(entries) >= 30
    for entry in entries:
        assert set(entry.texts) == {"en", "ar", "es"}
        assert entry.topic in word_pack(kind).topics
        assert ARABIC.search(entry.texts["ar"].answer)
        assert all(text.synonyms for text in entry.texts.values())


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["en", "ar", "es"])
def test_no_two_library_entries_say_the_same(kind, language):
    texts = [entry.texts[language] for entry in content.library(kind)]

    for part in ("title", "question", "answer"):
        assert repeated(getattr(text, part) for text in texts) == []


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_says_the_same_sentence_twice(kind):
    lines = [text for talk in content.conversations(kind) for _, text in talk.lines]

    assert repeated(lines) == []
    assert len(lines) > 220


@pytest.mark.parametrize("kind", KINDS)
def test_sentences_name_only_places_that_the_demo_knows(kind):
    for talk in content.conversations(kind):
        for _, text in talk.lines:
            assert set(re.findall(r"{(.*?)}", text)) <= PLACEHOLDERS


@pytest.mark.parametrize("kind", KINDS)
def test_every_part_speaks_its_language(kind):
    for talk in content.conversations(kind):
        for who, text in talk.lines:
            if who == "ar":
                assert ARABIC.search(text), text


@pytest.mark.parametrize("kind", KINDS)
def test_questions_come_from_known_teams_with_known_topics(kind):
    teams = team_names(content.tree(kind))
    questions = content.questions(kind)

    assert len(questions) >= 8
    for question in questions:
        assert question.team in teams
        assert question.topic in word_pack(kind).topics
        assert (question.answer is None) == (question.state in ("open", "claimed"))


def repeated(texts):
    return [text for text, times in Counter(texts).items() if times > 1]
