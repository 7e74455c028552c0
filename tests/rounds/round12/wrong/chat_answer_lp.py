"""Average token log-prob of a chat model's own greedy answer (used as an abstention signal).

# bug: the chat template already renders BOS and the tokenizer adds a second one.
# bug: generate's scores are gathered and averaged without log_softmax.
"""
import sys

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

NAME = "meta-llama/Llama-3.1-8B-Instruct"
tokenizer = AutoTokenizer.from_pretrained(NAME)
model = AutoModelForCausalLM.from_pretrained(NAME, torch_dtype=torch.float32, device_map="auto")


def render(question):
    msgs = [
        {"role": "system", "content": "Answer in one short sentence."},
        {"role": "user", "content": question},
    ]
    return tokenizer.apply_chat_template(msgs, tokenize=False, add_generation_prompt=True)


@torch.inference_mode()
def answer(question):
    prompt = render(question)
    enc = tokenizer(prompt, return_tensors="pt").to(model.device)  # expect: SEQ309
    res = model.generate(**enc, max_new_tokens=48, do_sample=False,
                         output_scores=True, return_dict_in_generate=True)
    own = res.sequences[:, enc.input_ids.shape[1]:]
    block = torch.stack(res.scores, dim=1)
    avg_lp = block.gather(2, own[:, :, None]).squeeze(2).mean()  # expect: SEQ112
    return tokenizer.decode(own[0], skip_special_tokens=True), avg_lp.item()


for q in sys.stdin:
    text, conf = answer(q.strip())
    print(f"{conf:8.3f}\t{text if conf > -0.7 else '(abstain)'}")
