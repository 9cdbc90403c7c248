"""Oppia explorations written for these tests, in three of its schemas."""

SEVEN = b"""
init_state_name: Desk
objective: Learn to wait
schema_version: 7
param_changes: [{customization_args: {value: '2'}, generator_id: Copier, name: tries}]
skin_customizations: {panels_contents: {left: [{gadget_type: ScoreBar}]}}
states:
  Desk:
    content: [{type: text, value: 'She says <b>nothing</b>, {{name}}.'}]
    interaction:
      id: MultipleChoiceInput
      customization_args: {choices: {value: [Wait, Speak, Leave]}}
      answer_groups:
      - outcome: {dest: Desk, feedback: [Too soon., Again.], param_changes: []}
        rule_specs: [{inputs: {x: 1}, rule_type: Equals}]
      - outcome: {dest: Street, feedback: [], param_changes: []}
        rule_specs: [{inputs: {x: 2}, rule_type: Equals}]
      default_outcome: {dest: Box, feedback: [Good.], param_changes: []}
    param_changes: []
  Box:
    content: [{type: text, value: What do you write?}]
    interaction:
      id: TextInput
      customization_args: {}
      answer_groups:
      - outcome: {dest: Street, feedback: [], param_changes: []}
        rule_specs: [{inputs: {x: sorry}, rule_type: Contains}]
      default_outcome: {dest: Box, feedback: [Try again.], param_changes: []}
    param_changes:
    - {customization_args: {value: '{{tries + 1}}', parse_with_jinja: true}, generator_id: Copier, name: tries}
    - {customization_args: {value: '{{answer}}', parse_with_jinja: true}, generator_id: Copier, name: said}
    - {customization_args: {list_of_values: [a, b]}, generator_id: RandomSelector, name: luck}
  Street:
    content: [{type: text, value: Rain.}]
    interaction: {id: EndExploration, answer_groups: [], customization_args: {}, default_outcome: null}
    param_changes: []
"""  # noqa: E501

FORTY_SEVEN = b"""
author_notes: ''
init_state_name: Card
language_code: en
schema_version: 47
title: A card
objective: ''
param_changes: []
states:
  Card:
    card_is_checkpoint: true
    content:
      content_id: content
      html: '<p>See <oppia-noninteractive-link text-with-value="&amp;quot;this&amp;quot;" url-with-value="&amp;quot;https://example.org&amp;quot;"></oppia-noninteractive-link></p>'
    interaction:
      id: MultipleChoiceInput
      customization_args:
        choices: {value: [{content_id: ca_0, html: <p>Yes</p>}, {content_id: ca_1, html: <p>No</p>}]}
        showChoicesInShuffledOrder: {value: true}
      answer_groups:
      - outcome: {dest: End, dest_if_really_stuck: null, feedback: {content_id: f, html: <p>Well.</p>}, labelled_as_correct: true, param_changes: []}
        rule_specs: [{inputs: {x: 0}, rule_type: Equals}]
        training_data: []
      confirmed_unclassified_answers: []
      default_outcome: {dest: Card, feedback: {content_id: d, html: <p>Again?</p>}, param_changes: []}
      hints: [{hint_content: {content_id: h, html: <p>Think.</p>}}]
      solution: null
    param_changes: []
  End:
    content: {content_id: content, html: Done.}
    interaction: {id: EndExploration, answer_groups: [], customization_args: {}, default_outcome: null, hints: [], solution: null}
states_schema_version: 42
tags: []
"""  # noqa: E501

FIVE = b"""
init_state_name: One
schema_version: 5
states:
  One:
    content: [{type: text, value: First}]
    interaction:
      id: Continue
      customization_args: {buttonText: {value: Open the door}}
      handlers:
      - name: submit
        rule_specs:
        - {definition: {rule_type: default}, dest: END, feedback: [], param_changes: []}
    param_changes: []
"""
