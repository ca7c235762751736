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
    <name>layernorm::AddAndNormTexts</name>
    <message numerus="yes">
        <source>%Ln token(s)</source>
        <translation>
            <numerusform>%Ln token</numerusform>
            <numerusform>%Ln tokens</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>≠ %1 differs at %Ln stage(s) (%2)</source>
        <translation>
            <numerusform>≠ %1 differs at %Ln stage (%2)</numerusform>
            <numerusform>≠ %1 differs at %Ln stages (%2)</numerusform>
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
    <name>layernorm::ClipboardActions</name>
    <message numerus="yes">
        <source>%n value(s) copied</source>
        <translation>
            <numerusform>%n value copied</numerusform>
            <numerusform>%n values copied</numerusform>
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
    <name>layernorm::FlowNotes</name>
    <message numerus="yes">
        <source>%n gradient(s) are 0, which a logarithmic axis cannot show.</source>
        <translation>
            <numerusform>%n gradient is 0, which a logarithmic axis cannot show.</numerusform>
            <numerusform>%n gradients are 0, which a logarithmic axis cannot show.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n gradient(s) are NaN or infinite and not drawn.</source>
        <translation>
            <numerusform>%n gradient is NaN or infinite and not drawn.</numerusform>
            <numerusform>%n gradients are NaN or infinite and not drawn.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>layernorm::ImportDialog</name>
    <message numerus="yes">
        <source>With so many tokens %Ln batch(es) fit.</source>
        <translation>
            <numerusform>With so many tokens %Ln batch fits.</numerusform>
            <numerusform>With so many tokens %Ln batches fit.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>With so many batches %Ln token(s) of each fit.</source>
        <translation>
            <numerusform>With so many batches %Ln token of each fits.</numerusform>
            <numerusform>With so many batches %Ln tokens of each fit.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>layernorm::LessonActions</name>
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
    <name>layernorm::NotationMenu</name>
    <message numerus="yes">
        <source>Numbers: %1, %n digit(s)</source>
        <translation>
            <numerusform>Numbers: %1, %n digit</numerusform>
            <numerusform>Numbers: %1, %n digits</numerusform>
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
