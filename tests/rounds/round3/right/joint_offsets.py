"""log p(completion | prompt) with one tokenisation and character offsets at the boundary."""
import torch


class OffsetScorer:
    def __init__(self, tokenizer, model):
        assert tokenizer.is_fast
        self.tokenizer, self.model = tokenizer, model

    @torch.no_grad()
    def __call__(self, prompt: str, completion: str) -> float:
        """A piece that straddles the boundary counts as completion."""
        enc = self.tokenizer(prompt + completion, return_tensors="pt", return_offsets_mapping=True)
        ends = enc.pop("offset_mapping")[0, :, 1]
        keep = ends[1:] > len(prompt)
        lp = self.model(**enc).logits[0, :-1].float().log_softmax(-1)
        got = lp.gather(1, enc["input_ids"][0, 1:, None]).squeeze(1)
        return got[keep].sum().item()
