<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>AxisTexts</name>
    <message numerus="yes">
        <source>%Ln mean(s)</source>
        <translation>
            <numerusform>%Ln mean</numerusform>
            <numerusform>%Ln means</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>all %Ln other(s) (≤ %1)</source>
        <translation>
            <numerusform>the other (≤ %1)</numerusform>
            <numerusform>all %Ln others (≤ %1)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>all %Ln row(s) (≤ %1)</source>
        <translation>
            <numerusform>the row (≤ %1)</numerusform>
            <numerusform>all %Ln rows (≤ %1)</numerusform>
        </translation>
    </message>
</context>
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
    <name>layernorm::CurvePlot</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>layernorm::MismatchPage</name>
    <message numerus="yes">
        <source>Only the beginning of %Ln character(s) is shown.</source>
        <translation>
            <numerusform>Only the beginning of %Ln character is shown.</numerusform>
            <numerusform>Only the beginning of %Ln characters is shown.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>layernorm::PageTabs</name>
    <message numerus="yes">
        <source>%n row(s) copied; paste them into a spreadsheet</source>
        <translation>
            <numerusform>%n row copied; paste it into a spreadsheet</numerusform>
            <numerusform>%n rows copied; paste them into a spreadsheet</numerusform>
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
