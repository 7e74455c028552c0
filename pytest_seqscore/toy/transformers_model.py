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


class ToyConfig(PretrainedConfig):  # type: ignore[misc]
    """What makes one toy model differ from another."""

    model_type = "seqscore-toy"
    keys_to_ignore_at_inference: ClassVar[list[str]] = ["past_key_values"]

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
        self.hidden_size = self.num_hidden_layers = self.num_attention_heads = 1
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

    def forward(
        self,
        input_ids: torch.Tensor | None = None,
        attention_mask: torch.Tensor | None = None,
        position_ids: torch.Tensor | None = None,
        past_key_values: Any = None,
        labels: torch.Tensor | None = None,
        use_cache: bool | None = None,
        return_dict: bool | None = None,
        logits_to_keep: int | torch.Tensor = 0,
        **kwargs: Any,
    ) -> Any:
        """Logits ``[B, T, V]``; with ``labels`` also their mean loss, shifted inside, -100 ignored.

        Without ``position_ids`` positions count every token from the first, padding too.
        """
        if input_ids is None:
            raise SeqScoreInputError(
                "input_ids: found none, expected token ids; the toy model takes no inputs_embeds"
            )
        if past_key_values is None and (self.config.use_cache if use_cache is None else use_cache):
            past_key_values = DynamicCache(config=self.config)
        past = 0 if past_key_values is None else past_key_values.get_seq_length()
        if position_ids is None:
            position_ids = torch.arange(past, past + input_ids.shape[1]).expand(input_ids.shape)
        positions = position_ids.expand(input_ids.shape).cpu().numpy()
        keys = torch.from_numpy(self.toy_lm.keys(input_ids.cpu().numpy(), positions).view(np.int64))
        if past_key_values is not None:
            states = keys.to(input_ids.device)[:, None, :, None]
            keys = past_key_values.update(states, states, 0)[0][:, 0, :, 0].cpu()
        if attention_mask is None:
            attention_mask = torch.ones(keys.shape, dtype=torch.bool)
        if attention_mask.shape != keys.shape:
            raise SeqScoreInputError(
                f"attention_mask: found shape {tuple(attention_mask.shape)}, expected {tuple(keys.shape)}"
            )
        rows = self.toy_lm.logits_from_keys(
            keys.numpy().view(np.uint64), attention_mask.cpu().numpy(), positions
        )
        kept = slice(-logits_to_keep, None) if isinstance(logits_to_keep, int) else logits_to_keep
        logits = torch.from_numpy(rows).to(self.bias)[:, kept] + self.bias
        loss = None
        if labels is not None:
            loss = self.loss_function(logits, labels, vocab_size=self.config.vocab_size, **kwargs)
        output = CausalLMOutputWithPast(loss=loss, logits=logits, past_key_values=past_key_values)
        return output if return_dict is not False else output.to_tuple()


AutoConfig.register(ToyConfig.model_type, ToyConfig, exist_ok=True)
AutoModelForCausalLM.register(ToyConfig, ToyForCausalLM, exist_ok=True)


def hf_model(
    seed: int = 0, *, spread: int = 1, forbidden: bool = False, dtype: torch.dtype | str = "float32"
) -> ToyForCausalLM:
    """The toy LM as a transformers model in eval mode; its ``toy_lm`` holds the exact truth.

    ``spread`` and ``forbidden`` as for ``ToyLM``: extreme logits and logits of -inf.
    """
    model = ToyForCausalLM(ToyConfig(seed=seed, spread=spread, forbidden=forbidden))
    model.to(getattr(torch, dtype) if isinstance(dtype, str) else dtype)
    model.eval()
    return model


def hf_tokenizer(*, padding_side: str = "right", pad_token: str = "<pad>") -> PreTrainedTokenizerFast:
    """The toy tokenizer: byte-level BPE that puts BOS first, with a chat template that renders BOS too.

    ``pad_token="</s>"`` makes padding and EOS the same id, as many users do.
    """
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
