"""Batched yes/no judge: P(" yes") against P(" no") after the rubric prompt.

# bug: logits[:, -1] is read from a right-padded batch, so shorter prompts are judged at a pad position
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

RUBRIC = (
    "Instruction: {instruction}\nResponse: {response}\n"
    "Does the response follow the instruction? Answer yes or no.\nAnswer:"
)


class YesNoJudge:
    def __init__(self, model_id, device="cuda", batch_size=16):
        self.tokenizer = AutoTokenizer.from_pretrained(model_id, padding_side="right")
        if self.tokenizer.pad_token is None:
            self.tokenizer.pad_token = self.tokenizer.eos_token
        self.model = AutoModelForCausalLM.from_pretrained(model_id).to(device).eval()
        self.device, self.batch_size = device, batch_size
        self.yes, self.no = (self._single(w) for w in (" yes", " no"))

    def _single(self, word):
        ids = self.tokenizer(word, add_special_tokens=False).input_ids
        if len(ids) != 1:
            raise ValueError(f"{word!r} is not one token for this tokenizer: {ids}")
        return ids[0]

    @torch.inference_mode()
    def judge(self, rows):
        verdicts = []
        for i in range(0, len(rows), self.batch_size):
            prompts = [RUBRIC.format(**r) for r in rows[i : i + self.batch_size]]
            enc = self.tokenizer(prompts, return_tensors="pt", padding=True).to(self.device)
            last = self.model(**enc).logits[:, -1, :].float()  # expect: SEQ208
            margin = last[:, self.yes] - last[:, self.no]
            verdicts.extend(torch.sigmoid(margin).tolist())
        return verdicts
