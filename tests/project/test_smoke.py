from tests.support.factories import make_cohort, make_employment, make_event


def test_the_cast_can_be_made(api):
    post = make_employment(start="2020-06", end_state="ongoing")
    make_event(people=(post.person,), employments=(post,))
    make_cohort(post.person)
    assert post.confidence == "reported"
    assert post.version == 1
    assert post.history.count() == 1
    assert api.slugs("employments/") == ["ada-lovelace-acme"]
    assert api.slugs("events/", person="ada-lovelace") == ["ada-lovelace-joins-acme"]
