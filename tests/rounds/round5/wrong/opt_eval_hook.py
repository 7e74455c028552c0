"""Held-out perplexity of an OPT model through Trainer.compute_metrics.

# bug: the logits of position t are scored against the label of position t; also math.exp can overflow early in training
"""
import math

import torch
import torch.nn.functional as F
from datasets import load_dataset
from transformers import (
    AutoModelForCausalLM,
    AutoTokenizer,
    DataCollatorForLanguageModeling,
    Trainer,
    TrainingArguments,
)

NAME = "facebook/opt-125m"


def metrics(eval_pred):
    logits, labels = map(torch.as_tensor, eval_pred)
    nll = F.cross_entropy(  # expect: SEQ201
        logits.reshape(-1, logits.size(-1)).float(),
        labels.reshape(-1),
        ignore_index=-100,
    )
    return {"nll": nll.item(), "perplexity": math.exp(nll.item())}  # expect: SEQ609


def main():
    tok = AutoTokenizer.from_pretrained(NAME)
    raw = load_dataset("wikitext", "wikitext-2-raw-v1")
    raw = raw.filter(lambda r: len(r["text"]) > 40)
    ds = raw.map(
        lambda r: tok(r["text"], truncation=True, max_length=256), batched=True, remove_columns=["text"]
    )
    trainer = Trainer(
        model=AutoModelForCausalLM.from_pretrained(NAME),
        args=TrainingArguments("opt-wt2", eval_strategy="steps", eval_steps=200, per_device_eval_batch_size=2),
        data_collator=DataCollatorForLanguageModeling(tok, mlm=False),
        train_dataset=ds["train"],
        eval_dataset=ds["validation"].select(range(64)),
        compute_metrics=metrics,
    )
    trainer.train()
    print(trainer.evaluate())


if __name__ == "__main__":
    main()
