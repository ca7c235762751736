<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>layernorm::BlockDrawing</name>
    <message numerus="yes">
        <source>outlined: the %Ln value(s) that share one mean</source>
        <translation>
            <numerusform>outlined: the %Ln value that has its mean to itself</numerusform>
            <numerusform>outlined: the %Ln values that share one mean</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>layernorm::ControlBar</name>
    <message numerus="yes">
        <source>last %n dimension(s)</source>
        <translation>
            <numerusform>last dimension</numerusform>
            <numerusform>last %n dimensions</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>layernorm::VerdictBar</name>
    <message numerus="yes">
        <source>largest difference %1 (%2 ULP) in %Ln value(s)</source>
        <translation>
            <numerusform>largest difference %1 (%2 ULP) in %Ln value</numerusform>
            <numerusform>largest difference %1 (%2 ULP) in %Ln values</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>✘ differs in %Ln value(s)</source>
        <translation>
            <numerusform>✘ differs in %Ln value</numerusform>
            <numerusform>✘ differs in %Ln values</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln mean(s), one per token</source>
        <translation>
            <numerusform>%Ln mean, one per token</numerusform>
            <numerusform>%Ln means, one per token</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln mean(s), one per batch element</source>
        <translation>
            <numerusform>%Ln mean, one per batch element</numerusform>
            <numerusform>%Ln means, one per batch element</numerusform>
        </translation>
    </message>
</context>
</TS>
