"""The files of a Hugging Face model: a local folder as it is, or a hub name fetched into the hub's own cache.

Only safetensors, configuration and tokenizer files are fetched: no pickles, and no code of a model. A model that has
pickles only is taken from the conversion that the hub's own bot has offered, if there is one.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from corpora.errors import ModelError

if TYPE_CHECKING:
    from huggingface_hub import HfApi

__all__ = ["ModelFiles", "model_files", "quiet_transformers"]

HUB_SECONDS: Final = 10
"""How long the hub may take to answer before its cache has to do. Left to itself, the library tries for a minute."""
FETCHED: Final = ("*.safetensors", "*.json", "*.spm", "*.model", "*.txt")
CONVERSION_BOT: Final = "SFconvertbot"
"""The hub's own account that offers safetensors for models without; `transformers` trusts it too, and no other."""
REMEDY: Final = "give a local folder or a hub name such as Helsinki-NLP/opus-mt-ja-en"


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """A model in Hugging Face layout on this machine.

    Attributes:
        folder: Holds `config.json`, the weights and the tokenizer.
        name: What engine lines call it.
        revision: The commit of a hub model; for a local folder `local-` and a hash of its files' sizes and times.
    """

    folder: Path
    name: str
    revision: str

    def config(self) -> dict[str, Any]:
        """What `config.json` says.

        Raises:
            ModelError: It cannot be read.
        """
        try:
            config = json.loads((self.folder / "config.json").read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise ModelError("its config.json cannot be read", path=self.folder, remedy=REMEDY) from error
        if not isinstance(config, dict):
            raise ModelError("its config.json is no object", path=self.folder, remedy=REMEDY)
        return config


def model_files(model: str, revision: str | None = None, *, tell: Callable[[str], None] | None = None) -> ModelFiles:
    """The files of a local folder or a hub model, fetched if need be.

    Args:
        model: A folder with `config.json`, or a hub name.
        revision: A branch, tag, commit or `refs/pr/N` of the hub; nothing takes `main`.
        tell: Told, in one line, what is being fetched.

    Raises:
        ModelError: There is no such model, it has no safetensors, or it is neither here nor can the hub be reached.
    """
    if (folder := Path(model)).exists():
        return _local_files(folder, revision)
    from huggingface_hub import HfApi
    from huggingface_hub.errors import (
        GatedRepoError,
        HFValidationError,
        RepositoryNotFoundError,
        RevisionNotFoundError,
    )

    api = HfApi()
    try:
        info = api.model_info(model, revision=revision, timeout=HUB_SECONDS)
    except RevisionNotFoundError as error:
        raise ModelError(
            f"{model} has no revision {revision!r}", remedy="name a branch, a tag or a commit of it"
        ) from error
    except GatedRepoError as error:
        raise ModelError(
            f"{model} is given out on request only", remedy="ask for it on its page, then log in with `hf auth login`"
        ) from error
    except (HFValidationError, RepositoryNotFoundError) as error:
        raise ModelError(f"no model {model!r}", remedy=REMEDY) from error
    except Exception as error:  # whatever this version's HTTP library raises: the hub cannot be reached
        return _fetched_before(model, revision, error)
    names = [sibling.rfilename for sibling in info.siblings or []]
    if not any(name.endswith(".safetensors") for name in names):
        revision = _bots_offer(api, model)
    if tell is not None:
        tell(f"fetching {model}")
    return _fetched(model, revision)


def quiet_transformers() -> None:
    """No progress bars of the library's own: a terminal has one progress, ours."""
    from transformers.utils import logging

    logging.disable_progress_bar()


def _local_files(folder: Path, revision: str | None) -> ModelFiles:
    if revision is not None:
        raise ModelError("a local folder has no revisions", path=folder, remedy="leave out --revision")
    if not (folder / "config.json").is_file():
        raise ModelError(
            "not a model: no model.bin and no config.json",
            path=folder,
            remedy="give a CTranslate2 or Hugging Face folder",
        )
    if not any(folder.glob("*.safetensors")):
        raise ModelError(
            "the model has no weights in safetensors",
            path=folder,
            remedy="save it with save_pretrained, which writes them; other weights can carry code and are not read",
        )
    described = hashlib.sha256()
    for path in sorted(file for file in folder.iterdir() if file.is_file()):
        status = path.stat()
        described.update(f"{path.name} {status.st_size} {status.st_mtime_ns}\n".encode())
    return ModelFiles(folder, folder.resolve().name, f"local-{described.hexdigest()[:12]}")


def _bots_offer(api: "HfApi", model: str) -> str:
    """The pull request in which the hub's bot offers this model as safetensors."""
    for offer in api.get_repo_discussions(model, author=CONVERSION_BOT, discussion_type="pull_request"):
        if offer.status == "open" and "safetensors" in offer.title:
            return f"refs/pr/{offer.num}"
    raise ModelError(
        f"{model} has no weights in safetensors",
        remedy="other weights can carry code and are not read; name a --revision that has them",
    )


def _fetched(model: str, revision: str | None) -> ModelFiles:
    from huggingface_hub import snapshot_download
    from huggingface_hub.utils.tqdm import disable_progress_bars

    disable_progress_bars()  # ours are the only bars on the terminal
    try:
        folder = Path(snapshot_download(model, revision=revision, allow_patterns=list(FETCHED)))
    except Exception as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        raise ModelError(
            f"cannot fetch {model}: {reason}", remedy="check the network and the space, then the same command goes on"
        ) from error
    return ModelFiles(folder, model, folder.name)


def _fetched_before(model: str, revision: str | None, why: Exception) -> ModelFiles:
    from huggingface_hub import snapshot_download

    try:
        folder = Path(snapshot_download(model, revision=revision, local_files_only=True))
    except Exception as error:
        raise ModelError(
            f"no model {model!r} on this machine, and the hub cannot be reached",
            remedy="check the name and the network, or give a local folder",
        ) from (error.__cause__ or why)
    return ModelFiles(folder, model, folder.name)
