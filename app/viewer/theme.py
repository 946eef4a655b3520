"""The look of Gradio's own parts: the report's calm, its paper, its one accent, and no font from elsewhere."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import gradio

__all__ = ["build_theme"]

_FONTS = ["system-ui", "-apple-system", "Segoe UI", "Hiragino Sans", "Noto Sans JP", "Noto Sans CJK JP", "sans-serif"]
_ACCENT, _ACCENT_DARK, _ACCENT_HOVER = "#a8321a", "#f0937a", "#8a2410"
_QUIET, _QUIET_DARK = "#635d53", "#a39c90"
_MONO_FONTS = ["ui-monospace", "Menlo", "Consolas", "monospace"]


def build_theme() -> "gradio.themes.Base":
    """The report's calm: grey, its one accent, and no font from elsewhere."""
    from gradio.themes import Base

    theme = Base(font=_local(_FONTS), font_mono=_local(_MONO_FONTS), primary_hue="stone", neutral_hue="stone")
    return theme.set(
        button_primary_background_fill=_ACCENT,
        button_primary_background_fill_hover=_ACCENT_HOVER,
        button_primary_background_fill_dark=_ACCENT,
        button_primary_background_fill_hover_dark=_ACCENT_HOVER,
        color_accent=_ACCENT,
        body_background_fill="#fdfcfa",
        body_background_fill_dark="#171614",
        body_text_color="#1f1d1a",
        body_text_color_dark="#ebe6dc",
        body_text_color_subdued=_QUIET,
        body_text_color_subdued_dark=_QUIET_DARK,
        block_title_text_color=_QUIET,
        block_title_text_color_dark=_QUIET_DARK,
        block_label_text_color=_QUIET,
        block_label_text_color_dark=_QUIET_DARK,
        block_info_text_color=_QUIET,
        block_info_text_color_dark=_QUIET_DARK,
        input_placeholder_color=_QUIET,
        input_placeholder_color_dark=_QUIET_DARK,
        block_background_fill="transparent",
        block_background_fill_dark="transparent",
        block_border_width="0px",
        block_padding="0px",
        block_shadow="none",
        input_background_fill="#f6f3ee",
        input_background_fill_dark="#211f1c",
        input_border_width="1px",
        input_border_color="#d9d3c8",
        input_border_color_dark="#3b3732",
        input_border_color_focus=_ACCENT,
        input_border_color_focus_dark=_ACCENT_DARK,
        button_large_text_size="*text_md",
        button_large_padding="0.55rem 1.1rem",
        button_secondary_background_fill="#efebe4",
        button_secondary_background_fill_dark="#2b2825",
    )


def _local(names: Sequence[str]) -> list[Any]:
    """Fonts of the reader's system; a bare name would do, but Gradio takes some of those for Google's."""
    from gradio.themes.utils import fonts

    return [fonts.Font(name) for name in names]
