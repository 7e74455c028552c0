"""Yes/no reranker in the style of a decoder-only ranking model.

# bug: pad_sequence pads on the right, yet index -1 is taken for every row
"""
import torch
from torch.nn.utils.rnn import pad_sequence


class YesNoReranker:
    def __init__(self, model, yes_id, no_id, pad_id):
        self.model = model
        self.pair = [no_id, yes_id]
        self.pad_id = pad_id

    @torch.inference_mode()
    def scores(self, prompts):
        """prompts: list of 1-D id tensors that end where the answer starts."""
        ids = pad_sequence(prompts, batch_first=True, padding_value=self.pad_id)
        mask = pad_sequence([torch.ones_like(p) for p in prompts], batch_first=True)
        logits = self.model(input_ids=ids, attention_mask=mask).logits
        two = logits[:, -1, self.pair]  # expect: SEQ208
        return two.softmax(dim=-1)[:, 1]
