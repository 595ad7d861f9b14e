"""Pictures for people, drawn on the server: SVG as text, and the table that stands behind each.

They are small and our own. pygal, which draws axes too, writes a ``<style>`` of its own into every picture, and the
pages' content security policy forbids that; its text shrinks with the picture, which a phone cannot show. Here text
keeps its size and the plot stretches; colours come from classes that the style sheet knows.
"""
