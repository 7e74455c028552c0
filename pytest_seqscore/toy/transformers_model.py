"""The toy language model and its tokenizer as real transformers objects."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
import torch
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, pre_tokenizers, processors
from transformers import (
    AutoConfig,
    AutoModelForCausalLM,
    DynamicCache,
    GenerationMixin,
    PretrainedConfig,
    PreTrainedModel,
    PreTrainedTokenizerFast,
)
from transformers.modeling_outputs import CausalLMOutputWithPast

from pytest_seqscore.errors import SeqScoreInputError
from pytest_seqscore.toy import tokenizer as twin
from pytest_seqscore.toy.language_model import ToyLM

MAX_LENGTH = 2048
KEY_BYTES = 8


class ToyConfig(PretrainedConfig):  # type: ignore[misc]
    """What makes one toy model differ from another."""

    model_type = "seqscore-toy"
    keys_to_ignore_at_inference: ClassVar[list[str]] = ["cache", "past_key_values"]

    def __init__(
        self,
        seed: int = 0,
        vocab_size: int = twin.VOCAB_SIZE,
        spread: int = 1,
        forbidden: bool = False,
        **kwargs: Any,
    ) -> None:
        self.seed = seed
        self.vocab_size = vocab_size
        self.spread = spread
        self.forbidden = forbidden
        self.max_position_embeddings = MAX_LENGTH
        self.num_hidden_layers = self.num_attention_heads = 1
        self.hidden_size = KEY_BYTES
        self.use_cache = True
        kwargs.setdefault("bos_token_id", twin.BOS)
        kwargs.setdefault("eos_token_id", twin.EOS)
        kwargs.setdefault("pad_token_id", twin.PAD)
        super().__init__(**kwargs)


class ToyForCausalLM(PreTrainedModel, GenerationMixin):  # type: ignore[misc]
    """A causal LM with absolute positions whose log-probabilities ``toy_lm`` gives exactly.

    The only parameter is a bias over the vocabulary, zero at the start.
    """

    config_class = ToyConfig
    _no_split_modules: ClassVar[list[str]] = []

    def __init__(self, config: ToyConfig) -> None:
        super().__init__(config)
        self.toy_lm = ToyLM(config.seed, config.vocab_size, spread=config.spread, forbidden=config.forbidden)
        self.bias = torch.nn.Parameter(torch.zeros(config.vocab_size))
        self.post_init()

    def _init_weights(self, module: torch.nn.Module) -> None:
        if isinstance(module, ToyForCausalLM):
            torch.nn.init.zeros_(module.bias)

    # generate() compiles the forward pass for static caches on accelerators; this one is numpy's arithmetic.
    @torch.compiler.disable  # type: ignore[untyped-decorator]
    def forward(
        self,
        input_ids: torch.Tensor | None = None,
        attention_mask: torch.Tensor | None = None,
        position_ids: torch.Tensor | None = None,
        cache: Any = None,
        labels: torch.Tensor | None = None,
        use_cache: bool | None = None,
        return_dict: bool | None = None,
        logits_to_keep: int | torch.Tensor = 0,
        past_key_values: Any = None,
        **kwargs: Any,
    ) -> Any:
        """Logits ``[B, T, V]``; with ``labels`` also their mean loss, shifted inside, -100 ignored.

        Without ``position_ids`` positions count every token from the first, padding too. The mask is ``[B, S]``
        over the S tokens of cache and input, or for each query ``[B, 1, T, S]``: bool, or to be added to
        scores. ``past_key_values`` is the cache's name before transformers 5.24.
        """
        if input_ids is None:
            raise SeqScoreInputError(
                "input_ids: found none, expected token ids; the toy model takes no inputs_embeds"
            )
        self._check_ids(input_ids)
        cache = past_key_values if cache is None else cache
        if cache is None and (self.config.use_cache if use_cache is None else use_cache):
            cache = DynamicCache(config=self.config)
        past = 0 if cache is None else int(cache.get_seq_length())
        if position_ids is None:
            position_ids = torch.arange(past, past + input_ids.shape[1]).expand(input_ids.shape)
        positions = position_ids.expand(input_ids.shape).cpu().numpy()
        keys = self.toy_lm.keys(input_ids.cpu().numpy(), positions)
        if cache is not None:
            keys = self._with_earlier(keys, cache, past)
        rows = self.toy_lm.logits_from_keys(keys, _seen(attention_mask, keys, input_ids.shape[1]), positions)
        kept = slice(-logits_to_keep, None) if isinstance(logits_to_keep, int) else logits_to_keep
        logits = torch.from_numpy(rows).to(self.bias)[:, kept] + self.bias
        loss = None
        if labels is not None:
            loss = self.loss_function(logits, labels, vocab_size=self.config.vocab_size, **kwargs)
        # By place: what the third field is called depends on the version.
        output = CausalLMOutputWithPast(loss, logits, cache)
        return output if return_dict is not False else output.to_tuple()

    def _check_ids(self, input_ids: torch.Tensor) -> None:
        """What an embedding would refuse: labels of -100 among the inputs are a bug."""
        size = self.config.vocab_size
        if input_ids.ndim != 2 or input_ids.is_floating_point():
            found = f"{str(input_ids.dtype).removeprefix('torch.')} of shape {tuple(input_ids.shape)}"
            raise SeqScoreInputError(f"input_ids: found {found}, expected integers [B, T]")
        outside = input_ids[(input_ids < 0) | (input_ids >= size)]
        if len(outside):
            raise SeqScoreInputError(f"input_ids: found id {int(outside[0])}, expected ids in [0, {size})")

    def _with_earlier(self, keys: np.ndarray[Any, Any], cache: Any, past: int) -> np.ndarray[Any, Any]:
        """The keys ``[B, S]`` of all tokens so far. The cache holds each as eight bytes, exact in any dtype."""
        octets = np.ascontiguousarray(keys).view(np.uint8).reshape(*keys.shape, KEY_BYTES)
        states = torch.from_numpy(octets).to(self.bias)[:, None]
        # A static cache returns all of its places, used or not.
        stored = cache.update(states, states, 0)[0][:, 0, : past + keys.shape[1]]
        return np.asarray(stored.to("cpu", torch.uint8).contiguous().numpy().view(np.uint64)[..., 0])


def _seen(
    attention_mask: torch.Tensor | None, keys: np.ndarray[Any, Any], queries: int
) -> np.ndarray[Any, Any]:
    """Which keys ``[B, S]`` are seen: ``[B, S]``, or for each query ``[B, T, S]``."""
    if attention_mask is None:
        return np.ones(keys.shape, bool)
    rows, length = keys.shape
    if attention_mask.ndim == 4:
        mask = attention_mask[..., :length]
        if mask.shape[0] not in (1, rows) or mask.shape[1:] != (1, queries, length):
            raise _unfit(attention_mask, (rows, 1, queries, length))
        additive = mask.is_floating_point()
        return np.asarray((mask == 0 if additive else mask != 0)[:, 0].cpu().numpy())
    if attention_mask.shape != keys.shape:
        raise _unfit(attention_mask, keys.shape)
    return np.asarray((attention_mask != 0).cpu().numpy())


def _unfit(attention_mask: torch.Tensor, expected: tuple[int, ...]) -> SeqScoreInputError:
    return SeqScoreInputError(
        f"attention_mask: found shape {tuple(attention_mask.shape)}, expected {tuple(expected)}"
    )


AutoConfig.register(ToyConfig.model_type, ToyConfig, exist_ok=True)
AutoModelForCausalLM.register(ToyConfig, ToyForCausalLM, exist_ok=True)


def hf_model(
    seed: int = 0, *, spread: int = 1, forbidden: bool = False, dtype: torch.dtype | str = "float32"
) -> ToyForCausalLM:
    """The toy LM as a transformers model in eval mode; its ``toy_lm`` holds the exact truth.

    ``spread`` and ``forbidden`` as for ``ToyLM``: extreme logits and logits of -inf.
    """
    kind = getattr(torch, dtype, None) if isinstance(dtype, str) else dtype
    if not isinstance(kind, torch.dtype) or not kind.is_floating_point:
        raise SeqScoreInputError(f"dtype: found {dtype!r}, expected a floating-point dtype of torch")
    model = ToyForCausalLM(ToyConfig(seed=seed, spread=spread, forbidden=forbidden))
    model.to(kind)
    model.eval()
    return model


def hf_tokenizer(*, padding_side: str = "right", pad_token: str = "<pad>") -> PreTrainedTokenizerFast:
    """The toy tokenizer: byte-level BPE that puts BOS first, with a chat template that renders BOS too.

    ``pad_token="</s>"`` makes padding and EOS the same id, as many users do.
    """
    if padding_side not in ("right", "left"):
        raise SeqScoreInputError(f"padding_side: found {padding_side!r}, expected 'right' or 'left'")
    core = Tokenizer(models.BPE(vocab=twin.VOCABULARY, merges=twin.MERGES))
    core.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(twin.PRE_TOKENS), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    core.decoder = decoders.ByteLevel()
    core.post_processor = processors.TemplateProcessing(
        single="<s> $A", pair="<s> $A $B", special_tokens=[("<s>", twin.BOS)]
    )
    core.add_special_tokens([AddedToken(t, normalized=False) for t in twin.SPECIAL_TOKENS])
    return PreTrainedTokenizerFast(
        tokenizer_object=core,
        bos_token="<s>",
        eos_token="</s>",
        pad_token=pad_token,
        padding_side=padding_side,
        model_max_length=MAX_LENGTH,
        chat_template=twin.CHAT_TEMPLATE,
        clean_up_tokenization_spaces=False,
    )
