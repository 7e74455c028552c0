"""Zero-shot intent detection with FLAN-T5: every intent name gets a log-probability.

# bug: the intent names are looked up in the logits of a free-running generate(), which followed the model's own tokens and not the name's
"""
import json
from pathlib import Path

import torch
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

NAME = "google/flan-t5-large"
TEMPLATE = "What does the customer want?\n\n{utterance}\n\nIntent:"

tok = AutoTokenizer.from_pretrained(NAME)
model = AutoModelForSeq2SeqLM.from_pretrained(NAME).eval()
intents = json.loads(Path("intents.json").read_text())
intent_ids = {name: tok(text_target=name).input_ids for name in intents}
longest = max(len(v) for v in intent_ids.values())


@torch.no_grad()
def intent_logps(utterance):
    enc = tok(TEMPLATE.format(utterance=utterance), return_tensors="pt")
    gen = model.generate(**enc, do_sample=False, num_beams=1,  # expect-near: SEQ207
                         min_new_tokens=longest, max_new_tokens=longest,
                         output_logits=True, return_dict_in_generate=True)
    steps = torch.stack(gen.logits, dim=1)[0].float().log_softmax(-1)
    result = {}
    for name, ids in intent_ids.items():
        t = torch.tensor(ids)
        result[name] = steps[torch.arange(len(t)), t].sum().item()  # expect: SEQ207
    return result


def predict(utterance):
    scores = intent_logps(utterance)
    return max(scores, key=scores.get)


if __name__ == "__main__":
    for line in Path("utterances.txt").read_text().splitlines():
        print(predict(line), line, sep="\t")
