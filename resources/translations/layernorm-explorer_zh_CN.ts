<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>Core</name>
    <message>
        <source>The picture cannot be written to %1; choose a place that can be written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 does not take &quot;%2&quot;; use %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One file can be opened, not %1 (&quot;%2&quot; is the second); leave the rest out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>FILE (%1) and --input (%2) exclude each other; leave one out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1; see --help for the options</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--%1 is given %2 times; give it once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--%1 has an empty value; give it %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--shape is for random numbers and %1 has its own shape; leave one out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Standard output cannot be written; check where it is sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The clipboard holds no numbers; copy cells of a table first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The walkthrough of %1 values is too long to print; give a tensor of at most one million</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, header: the values have the type %2, and only float32 and float64 are read; save %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, header: the shape () is a single number without a dimension; save array.reshape(1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, header: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be read: %2; check the name and that you may open it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 ends at byte %2, inside its header; copy or save it again, it is cut short</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 could not be read to its end at byte %2; try again when nothing else writes it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 does not exist; check the name and the folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is a folder; name a .npy file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is no ordinary file; copy its contents into one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is empty; save the array into it again with numpy.save</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, byte 0: this does not begin as a .npy file; write it with numpy.save</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, byte 6: version %2 of the format is unknown; save it again with numpy.save, which writes 1.0</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, byte 8: a header of %2 bytes is not one of an array of numbers; save the array again with numpy.save</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, header, byte %2: %3 belongs here; save the array again with numpy.save</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 ends at byte %2, after %3 of the %4 bytes of values its header promises; copy or save it again, it is cut short</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, byte %2: %3 bytes follow after the values its header promises; save the array again with numpy.save</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be written: %2; nothing was changed, choose another place or mend this one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is beyond the largest %2, %3; write a smaller number, or inf to mean infinity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not a number; write it like 1.5, -2e-3, 0x1.8p+1, inf or nan, with a point for the decimals</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has no ending that names a kind of tensor file; use one of: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has the shape %2; it must be %3, the shape of the normalised dimensions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is %2 and the input is %3; convert one of them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>eps is %1; it must be a finite number that is not negative, such as 1e-5</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 normalised dimensions do not fit the shape %2; choose 1 to %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The library&apos;s result is %1 of shape %2 and ours is %3 of shape %4; only equal shapes and types can be compared</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The reference worker wrote a line of %1 bytes where at most %2 belong; check that it is a worker for this program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The reference worker wrote &quot;%1&quot; where a line with a JSON object belongs; check that it is a worker for this program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The reference worker named &quot;%1&quot; twice in one line; it must be corrected to do so once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The reference worker&apos;s line lacks a valid &quot;%1&quot;; it must be corrected to send %2 there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The reference worker does not offer layer_norm among its operations; choose a worker that does</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The reference worker sent %1 bytes for the shape %2 in %3, which takes %4; it must be corrected to send as many</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The reference worker speaks version %1 of the protocol and this program version %2; install a worker and a program of the same release</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The reference worker answered the test question with shape %1 in %2 where %3 in %4 belongs; it is not used, choose another one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The reference worker answered the test question with %1 where %2 belongs; it is not used, choose another one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>oneDNN computes LayerNorm in float32 only; choose float32</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The request&apos;s data broke off; send as many bytes as its line says</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The request lacks a valid &quot;%1&quot;; send %2 there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The request announces %1 bytes where its shape and type take %2; send as many</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 offers no random numbers here; ask for layer_norm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 could not compute this (%2); try a smaller tensor or other parameters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The request&apos;s line is longer than %1 bytes; send a shorter one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The shape has %1 dimensions; give 1 to 8 of them, such as 2,3,4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The shape %1 has a dimension of size %2; every size must be at least 1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The shape %1 has more than 64 million elements; choose a smaller one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The shape &quot;%1&quot; has &quot;%2&quot; where a whole number belongs; write it like 2,3,4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The type &quot;%1&quot; is unknown; use float32 or float64</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Dialogs</name>
    <message>
        <source>Open a tensor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the Python that has your PyTorch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unsaved values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The tensor has values you typed that are not saved.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>LayerNorm Explorer</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Pages</name>
    <message>
        <source>Step by step</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>WorkerProcess</name>
    <message>
        <source>choose a Python that has PyTorch (Debian: %1), then start the library again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>install the package %1, build again, then start the library again</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>layernorm::BlockDrawing</name>
    <message numerus="yes">
        <source>outlined: the %Ln value(s) that share one mean</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>dimension</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sequence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>batch</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>layernorm::ControlBar</name>
    <message>
        <source>Controls</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>shape</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>batch size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sequence length</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>embedding dimension</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>seed of the random numbers, as torch.manual_seed takes it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>new</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draw from a new seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>eps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Added to the variance before the root. Type a number, or choose whose default to use.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>0   no eps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>eps from 0 and 1e-12 to 10, logarithmic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>eps: 0, then 1e-12 to 10 (logarithmic)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>normalise over</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which values share one mean and one variance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>γ, β</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>gamma and beta</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Multiply by gamma and add beta (elementwise_affine)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>library</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>library to compare with</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>type of the numbers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dimension</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>everything</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>last %n dimension(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>no library</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sequence × dim.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>layernorm::DifferenceModel</name>
    <message>
        <source>%1 · d%2
ours %3
%4 %5
|difference| %6, %7 ULP</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>layernorm::InputPanel</name>
    <message>
        <source>Input</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>double-click to edit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>gamma and beta</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>layernorm::MainWindow</name>
    <message>
        <source>Output</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>LayerNorm, Eigen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Library</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Difference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ULP</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>open %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the input</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the normalised output</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The output is still being computed; save it when it is there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no library</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No library is chosen. Choose one under Tensor, Library to compare with it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>; starting it again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is starting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>seed %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1[*] – LayerNorm Explorer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the &amp;sample</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Save input as…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save &amp;output as…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save &amp;picture of the window as…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Copy token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy &amp;table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Paste into input</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show &amp;numbers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Larger</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Smaller</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Full s&amp;creen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As the system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lan&amp;guage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Tensor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draw &amp;again from the seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draw from the &amp;next seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Library</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 in Python</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the &amp;Python…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Start the library again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;About</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tensors (%1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No files yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save a picture of the window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The picture cannot be written to %1; choose another place</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%L1 values are too many for the clipboard; save the tensor as a file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt;table cellpadding=3&gt;&lt;tr&gt;&lt;td&gt;&lt;b&gt;Arrows&lt;/b&gt;&lt;/td&gt;&lt;td&gt;move from value to value; the token is followed everywhere&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;&lt;b&gt;Type, F2&lt;/b&gt;&lt;/td&gt;&lt;td&gt;edit the selected value; Enter keeps it, Escape does not&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;&lt;b&gt;Tab&lt;/b&gt;&lt;/td&gt;&lt;td&gt;to the next control or table&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;&lt;b&gt;Ctrl+Z, Ctrl+Shift+Z&lt;/b&gt;&lt;/td&gt;&lt;td&gt;undo, redo&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;&lt;b&gt;Ctrl+C, Ctrl+V&lt;/b&gt;&lt;/td&gt;&lt;td&gt;copy the token, paste values from the selected cell on&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;&lt;b&gt;F5, Shift+F5&lt;/b&gt;&lt;/td&gt;&lt;td&gt;draw again from the seed, from the next seed&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;&lt;b&gt;Ctrl+N&lt;/b&gt;&lt;/td&gt;&lt;td&gt;numbers or colours only&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;&lt;b&gt;Ctrl++, Ctrl+−, F11&lt;/b&gt;&lt;/td&gt;&lt;td&gt;larger, smaller, full screen&lt;/td&gt;&lt;/tr&gt;&lt;/table&gt;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About LayerNorm Explorer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt;h3&gt;LayerNorm Explorer %1&lt;/h3&gt;&lt;p&gt;Shows how LayerNorm (Ba, Kiros and Hinton 2016) works: every token is normalised by its own mean and its own biased variance, and the result stands beside that of a real library.&lt;/p&gt;&lt;p&gt;Free software under the GNU General Public License, version 3 or later. Drawn with Qt and QCustomPlot, computed with Eigen.&lt;/p&gt;</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>layernorm::Session</name>
    <message>
        <source>edit %1, d%2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>edit gamma</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>edit beta</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>paste</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>change shape</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>draw from seed %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>change eps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>normalise over other dimensions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>use gamma and beta</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>leave gamma and beta out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>convert to %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>layernorm::StatisticsPanel</name>
    <message>
        <source>Token statistics</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>batch × sequence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mean μ</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>variance σ²</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mean</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>variance</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>layernorm::StepByStepPage</name>
    <message>
        <source>Steps of the selected token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%L1 values share one mean: too many to show each. Normalise over fewer dimensions or choose a smaller shape to see the steps.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The steps appear when the computation is done.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>layernorm::VerdictBar</name>
    <message numerus="yes">
        <source>largest difference %1 (%2 ULP) in %Ln value(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>allclose, rtol %1, atol %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>✔ agrees</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>✘ differs in %Ln value(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>computing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compute</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not computed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the computation was cancelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no library is chosen (Tensor, Library)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>; starting it again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is starting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>waiting for %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>○ not compared</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%Ln mean(s), one per token</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>one mean for everything</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%Ln mean(s), one per batch element</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>ours is nearer to the exact value there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is nearer to the exact value there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>both are equally near to the exact value there</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>layernorm::WalkthroughModel</name>
    <message>
        <source>library</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>how far each value is from the mean</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no library is chosen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no result yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>d%1 differs by %2 (%3 ULP)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>layernorm::WorkerProcess</name>
    <message>
        <source>%1 did not answer in time and was stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 did not start in time and was stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be started (%2): %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>; %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 answered something that is not the protocol</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 failed the first check: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 answered with a tensor of another shape or type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 ended unexpectedly (it crashed or was killed)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 ended with exit code %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>: %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
