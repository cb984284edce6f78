"""Settings that would start another site than the operator means are refused."""

import pytest

import config


@pytest.mark.parametrize("mode", ["prod", "Production", "PRODUCTION", "live", " production"])
def test_a_mode_that_nobody_knows_is_refused(tmp_path, mode):
    """It would start as a site of development: secrets of its own, cookies without https."""
    with pytest.raises(config.ConfigurationError, match=r"FLASK_ENV=.* is unknown"):
        config.load({"DATA_DIR": str(tmp_path), "FLASK_ENV": mode})


@pytest.mark.parametrize("mode", [{}, {"FLASK_ENV": ""}, {"FLASK_ENV": "development"}])
def test_without_a_mode_a_site_is_one_of_development(tmp_path, mode):
    assert not config.load({"DATA_DIR": str(tmp_path), **mode}).PRODUCTION


def test_a_new_data_folder_is_for_the_account_of_the_site_alone(tmp_path):
    config.load({"DATA_DIR": str(tmp_path / "data")})
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700
