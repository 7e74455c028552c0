"""Intent detection: how probable is each intent name after the utterance?

# bug: intent names are scored with the steps of a free generation, which was conditioned on other words
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

INTENTS = ["book flight", "cancel booking", "ask opening hours"]


def intent_scores(model, tok, utterance):
    prompt = tok(f"Utterance: {utterance}\nIntent:", return_tensors="pt")
    options = {i: tok(" " + i, add_special_tokens=False).input_ids for i in INTENTS}
    longest = max(len(o) for o in options.values())
    with torch.no_grad():
        free = model.generate(**prompt, do_sample=False, min_new_tokens=longest, max_new_tokens=longest,
                              output_logits=True, return_dict_in_generate=True)
    steps = [s[0].float().log_softmax(-1) for s in free.logits]
    return {
        name: sum(steps[k][t].item() for k, t in enumerate(ids))  # expect: SEQ207
        for name, ids in options.items()
    }


if __name__ == "__main__":
    t = AutoTokenizer.from_pretrained("gpt2-large")
    m = AutoModelForCausalLM.from_pretrained("gpt2-large").eval()
    s = intent_scores(m, t, "I need to get to Oslo on Friday")
    print(max(s, key=s.get), s)
