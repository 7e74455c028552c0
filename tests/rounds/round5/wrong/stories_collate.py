"""Fine-tune GPT-2 on short stories, each closed by an end-of-text token.

# bug: pad and eos share an id, so masking the labels by that id also removes the eos of every story
"""
from dataclasses import dataclass

from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, PreTrainedTokenizerBase, Trainer, TrainingArguments

tokenizer = AutoTokenizer.from_pretrained("gpt2")
tokenizer.pad_token = tokenizer.eos_token


@dataclass
class StoryCollator:
    tk: PreTrainedTokenizerBase
    width: int = 512

    def __call__(self, rows):
        texts = [r["text"] + self.tk.eos_token for r in rows]
        out = self.tk(texts, padding=True, truncation=True, max_length=self.width, return_tensors="pt")
        y = out["input_ids"].clone()
        y[y == self.tk.pad_token_id] = -100  # expect: SEQ304
        out["labels"] = y
        return out


def run():
    ds = load_dataset("roneneldan/TinyStories")
    model = AutoModelForCausalLM.from_pretrained("gpt2")
    args = TrainingArguments("out/stories", per_device_train_batch_size=8, remove_unused_columns=False)
    Trainer(
        model=model,
        args=args,
        data_collator=StoryCollator(tokenizer),
        train_dataset=ds["train"],
        eval_dataset=ds["validation"].select(range(2000)),
    ).train()


if __name__ == "__main__":
    run()
