"""Ray Data job: log-likelihood of every text column entry, written next to the input.

# bug: rows are right-padded to the longest of the block and the pad tokens' log-probs are summed too
"""
import argparse

import numpy as np
import ray
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class LikelihoodActor:
    def __init__(self, checkpoint: str, max_tokens: int):
        self.tokenizer = AutoTokenizer.from_pretrained(checkpoint, padding_side="right")
        self.model = AutoModelForCausalLM.from_pretrained(checkpoint).cuda().eval()
        self.max_tokens = max_tokens

    @torch.inference_mode()
    def __call__(self, block: dict) -> dict:
        enc = self.tokenizer(
            list(block["text"]),
            padding=True,
            truncation=True,
            max_length=self.max_tokens,
            return_tensors="pt",
        ).to("cuda")
        out = self.model(input_ids=enc.input_ids, attention_mask=enc.attention_mask)
        dist = torch.log_softmax(out.logits[:, :-1].float(), dim=-1)
        picked = dist.gather(2, enc.input_ids[:, 1:].unsqueeze(2)).squeeze(2)
        block["n_tokens"] = enc.attention_mask.sum(1).cpu().numpy()
        block["loglik"] = picked.sum(1).cpu().numpy().astype(np.float64)  # expect: SEQ302
        return block


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("src")
    ap.add_argument("dst")
    ap.add_argument("--checkpoint", default="Qwen/Qwen2.5-0.5B")
    ap.add_argument("--workers", type=int, default=2)
    a = ap.parse_args()

    ds = ray.data.read_parquet(a.src)
    ds = ds.map_batches(
        LikelihoodActor,
        fn_constructor_kwargs={"checkpoint": a.checkpoint, "max_tokens": 1024},
        batch_size=32,
        num_gpus=1,
        concurrency=a.workers,
    )
    ds.write_parquet(a.dst)


if __name__ == "__main__":
    main()
