<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>Core</name>
    <message>
        <source>The picture cannot be written to %1; choose a place that can be written</source>
        <translation>图片无法写入 %1；请换一个可写的位置</translation>
    </message>
    <message>
        <source>%1 does not take &quot;%2&quot;; use %3</source>
        <translation>%1 不接受“%2”；可用：%3</translation>
    </message>
    <message>
        <source>One file can be opened, not %1 (&quot;%2&quot; is the second); leave the rest out</source>
        <translation>只能打开一个文件，而给出了 %1 个（第二个是“%2”）；请去掉多余的</translation>
    </message>
    <message>
        <source>FILE (%1) and --input (%2) exclude each other; leave one out</source>
        <translation>FILE（%1）与 --input（%2）不能同时使用；请去掉一个</translation>
    </message>
    <message>
        <source>%1; see --help for the options</source>
        <translation>%1；选项见 --help</translation>
    </message>
    <message>
        <source>--%1 is given %2 times; give it once</source>
        <translation>--%1 出现了 %2 次；请只写一次</translation>
    </message>
    <message>
        <source>--%1 has an empty value; give it %2</source>
        <translation>--%1 的值是空的；请给出 %2</translation>
    </message>
    <message>
        <source>--shape is for random numbers and %1 has its own shape; leave one out</source>
        <translation>--shape 用于随机数，而 %1 自带形状；请去掉一个</translation>
    </message>
    <message>
        <source>Standard output cannot be written; check where it is sent</source>
        <translation>标准输出无法写入；请检查它被送往何处</translation>
    </message>
    <message>
        <source>The clipboard holds no numbers; copy cells of a table first</source>
        <translation>剪贴板里没有数字；请先复制表格中的单元格</translation>
    </message>
    <message>
        <source>The walkthrough of %1 values is too long to print; give a tensor of at most one million</source>
        <translation>%1 个值的逐步过程太长，无法打印；请给出不超过一百万个值的张量</translation>
    </message>
    <message>
        <source>%1, header: the values have the type %2, and only float32 and float64 are read; save %3</source>
        <translation>%1，文件头：数值类型是 %2，而只能读取 float32 和 float64；请保存 %3</translation>
    </message>
    <message>
        <source>%1, header: the shape () is a single number without a dimension; save array.reshape(1)</source>
        <translation>%1，文件头：形状 () 是没有维度的单个数；请保存 array.reshape(1)</translation>
    </message>
    <message>
        <source>%1, header: %2</source>
        <translation>%1，文件头：%2</translation>
    </message>
    <message>
        <source>%1 cannot be read: %2; check the name and that you may open it</source>
        <translation>无法读取 %1：%2；请检查文件名和权限</translation>
    </message>
    <message>
        <source>%1 ends at byte %2, inside its header; copy or save it again, it is cut short</source>
        <translation>%1 在第 %2 字节处结束，文件头尚不完整；文件被截断，请重新复制或保存</translation>
    </message>
    <message>
        <source>%1 could not be read to its end at byte %2; try again when nothing else writes it</source>
        <translation>%1 读到第 %2 字节时中断；请在没有其他程序写入时重试</translation>
    </message>
    <message>
        <source>%1 does not exist; check the name and the folder</source>
        <translation>%1 不存在；请检查文件名和文件夹</translation>
    </message>
    <message>
        <source>%1 is a folder; name a .npy file</source>
        <translation>%1 是文件夹；请指定一个 .npy 文件</translation>
    </message>
    <message>
        <source>%1 is no ordinary file; copy its contents into one</source>
        <translation>%1 不是普通文件；请先把内容复制到普通文件中</translation>
    </message>
    <message>
        <source>%1 is empty; save the array into it again with numpy.save</source>
        <translation>%1 是空文件；请用 numpy.save 重新保存数组</translation>
    </message>
    <message>
        <source>%1, byte 0: this does not begin as a .npy file; write it with numpy.save</source>
        <translation>%1，第 0 字节：开头不是 .npy 文件；请用 numpy.save 写出</translation>
    </message>
    <message>
        <source>%1, byte 6: version %2 of the format is unknown; save it again with numpy.save, which writes 1.0</source>
        <translation>%1，第 6 字节：未知的格式版本 %2；请用 numpy.save 重新保存（它写 1.0 版）</translation>
    </message>
    <message>
        <source>%1, byte 8: a header of %2 bytes is not one of an array of numbers; save the array again with numpy.save</source>
        <translation>%1，第 8 字节：%2 字节的文件头不属于数值数组；请用 numpy.save 重新保存</translation>
    </message>
    <message>
        <source>%1, header, byte %2: %3 belongs here; save the array again with numpy.save</source>
        <translation>%1，文件头第 %2 字节：此处应为 %3；请用 numpy.save 重新保存数组</translation>
    </message>
    <message>
        <source>%1 ends at byte %2, after %3 of the %4 bytes of values its header promises; copy or save it again, it is cut short</source>
        <translation>%1 在第 %2 字节处结束，文件头声明了 %4 字节数据而只有 %3 字节；文件被截断，请重新复制或保存</translation>
    </message>
    <message>
        <source>%1, byte %2: %3 bytes follow after the values its header promises; save the array again with numpy.save</source>
        <translation>%1，第 %2 字节：文件头声明的数据之后还多出 %3 字节；请用 numpy.save 重新保存数组</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2; nothing was changed, choose another place or mend this one</source>
        <translation>无法写入 %1：%2；没有改动任何内容，请换个位置或排除问题</translation>
    </message>
    <message>
        <source>%1 is beyond the largest %2, %3; write a smaller number, or inf to mean infinity</source>
        <translation>%1 超出 %2 的最大值 %3；请写小一些的数，若要无穷大请写 inf</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not a number; write it like 1.5, -2e-3, 0x1.8p+1, inf or nan, with a point for the decimals</source>
        <translation>“%1”不是数字；请写成 1.5、-2e-3、0x1.8p+1、inf 或 nan，小数点用“.”</translation>
    </message>
    <message>
        <source>%1 has no ending that names a kind of tensor file; use one of: %2</source>
        <translation>%1 的扩展名不是张量文件；可用：%2</translation>
    </message>
    <message>
        <source>%1 has the shape %2; it must be %3, the shape of the normalised dimensions</source>
        <translation>%1 的形状是 %2；应为 %3，即归一化维度的形状</translation>
    </message>
    <message>
        <source>%1 is %2 and the input is %3; convert one of them</source>
        <translation>%1 是 %2 而输入是 %3；请转换其中一个</translation>
    </message>
    <message>
        <source>eps is %1; it must be a finite number that is not negative, such as 1e-5</source>
        <translation>eps 是 %1；它必须是有限的非负数，例如 1e-5</translation>
    </message>
    <message>
        <source>%1 normalised dimensions do not fit the shape %2; choose 1 to %3</source>
        <translation>归一化 %1 个维度不适合形状 %2；请选 1 到 %3</translation>
    </message>
    <message>
        <source>The library&apos;s result is %1 of shape %2 and ours is %3 of shape %4; only equal shapes and types can be compared</source>
        <translation>库的结果是 %1、形状 %2，我们的是 %3、形状 %4；只有形状和类型都相同才能比较</translation>
    </message>
    <message>
        <source>The reference worker wrote a line of %1 bytes where at most %2 belong; check that it is a worker for this program</source>
        <translation>对照进程写出了 %1 字节的一行，而最多应为 %2 字节；请确认它是本程序的对照进程</translation>
    </message>
    <message>
        <source>The reference worker wrote &quot;%1&quot; where a line with a JSON object belongs; check that it is a worker for this program</source>
        <translation>对照进程写出了“%1”，而此处应为一行 JSON 对象；请确认它是本程序的对照进程</translation>
    </message>
    <message>
        <source>The reference worker named &quot;%1&quot; twice in one line; it must be corrected to do so once</source>
        <translation>对照进程在一行中两次写出“%1”；需要改正为一次</translation>
    </message>
    <message>
        <source>The reference worker&apos;s line lacks a valid &quot;%1&quot;; it must be corrected to send %2 there</source>
        <translation>对照进程的行中缺少有效的“%1”；需要改正为发送 %2</translation>
    </message>
    <message>
        <source>The reference worker does not offer layer_norm among its operations; choose a worker that does</source>
        <translation>对照进程不提供 layer_norm；请选用提供它的进程</translation>
    </message>
    <message>
        <source>The reference worker sent %1 bytes for the shape %2 in %3, which takes %4; it must be corrected to send as many</source>
        <translation>对照进程为形状 %2（%3）发送了 %1 字节，而应为 %4 字节；需要改正</translation>
    </message>
    <message>
        <source>The reference worker speaks version %1 of the protocol and this program version %2; install a worker and a program of the same release</source>
        <translation>对照进程使用协议版本 %1，本程序使用版本 %2；请安装同一版本的进程和程序</translation>
    </message>
    <message>
        <source>The reference worker answered the test question with shape %1 in %2 where %3 in %4 belongs; it is not used, choose another one</source>
        <translation>对照进程对检验题答出形状 %1（%2），而应为 %3（%4）；不予采用，请另选一个</translation>
    </message>
    <message>
        <source>The reference worker answered the test question with %1 where %2 belongs; it is not used, choose another one</source>
        <translation>对照进程对检验题答出 %1，而应为 %2；不予采用，请另选一个</translation>
    </message>
    <message>
        <source>oneDNN computes LayerNorm in float32 only; choose float32</source>
        <translation>oneDNN 只能以 float32 计算 LayerNorm；请选择 float32</translation>
    </message>
    <message>
        <source>The request&apos;s data broke off; send as many bytes as its line says</source>
        <translation>请求的数据中断；请按行中所写的字节数发送</translation>
    </message>
    <message>
        <source>The request lacks a valid &quot;%1&quot;; send %2 there</source>
        <translation>请求缺少有效的“%1”；请发送 %2</translation>
    </message>
    <message>
        <source>The request announces %1 bytes where its shape and type take %2; send as many</source>
        <translation>请求声明 %1 字节，而按形状和类型应为 %2 字节；请照此发送</translation>
    </message>
    <message>
        <source>%1 offers no random numbers here; ask for layer_norm</source>
        <translation>%1 在此不提供随机数；请改用 layer_norm</translation>
    </message>
    <message>
        <source>%1 could not compute this (%2); try a smaller tensor or other parameters</source>
        <translation>%1 无法计算（%2）；请换较小的张量或其他参数</translation>
    </message>
    <message>
        <source>The request&apos;s line is longer than %1 bytes; send a shorter one</source>
        <translation>请求的行超过 %1 字节；请发送较短的行</translation>
    </message>
    <message>
        <source>The shape has %1 dimensions; give 1 to 8 of them, such as 2,3,4</source>
        <translation>形状有 %1 维；请给出 1 到 8 维，例如 2,3,4</translation>
    </message>
    <message>
        <source>The shape %1 has a dimension of size %2; every size must be at least 1</source>
        <translation>形状 %1 中有一维大小为 %2；每一维至少为 1</translation>
    </message>
    <message>
        <source>The shape %1 has more than 64 million elements; choose a smaller one</source>
        <translation>形状 %1 超过六千四百万个元素；请选小一些的</translation>
    </message>
    <message>
        <source>The shape &quot;%1&quot; has &quot;%2&quot; where a whole number belongs; write it like 2,3,4</source>
        <translation>形状“%1”中的“%2”处应为整数；请写成 2,3,4 的样子</translation>
    </message>
    <message>
        <source>The type &quot;%1&quot; is unknown; use float32 or float64</source>
        <translation>未知的类型“%1”；请用 float32 或 float64</translation>
    </message>
    <message>
        <source>--experiment prints a table of its own; leave --%1 out</source>
        <translation>--experiment 打印自己的表格；请去掉 --%1</translation>
    </message>
    <message>
        <source>NumPy array</source>
        <translation>NumPy 数组</translation>
    </message>
    <message>
        <source>The request &quot;%1&quot; is not a line with a JSON object; send one</source>
        <translation>请求“%1”不是一行 JSON 对象；请发送这样的一行</translation>
    </message>
    <message>
        <source>The request names &quot;%1&quot; twice; send it once</source>
        <translation>请求两次写出“%1”；请只写一次</translation>
    </message>
    <message>
        <source>The dimension is %1; a token needs at least one value</source>
        <translation>维度是 %1；一个词元至少要有一个值</translation>
    </message>
    <message>
        <source>The number of tokens is %1; it cannot be negative</source>
        <translation>词元数是 %1；不能为负数</translation>
    </message>
    <message>
        <source>A stride of %1 makes tokens of %2 values overlap; give at least %2</source>
        <translation>步长 %1 会使每个含 %2 个值的词元互相重叠；请至少给出 %2</translation>
    </message>
    <message>
        <source>%1 tokens of %2 values do not fit into any memory</source>
        <translation>%1 个词元、每个 %2 个值，任何内存都放不下</translation>
    </message>
    <message>
        <source>There is no memory for %1; its pointer is null</source>
        <translation>没有给出 %1 的内存；它的指针为空</translation>
    </message>
    <message>
        <source>The memory of %1 and of %2 overlaps; only output and input may be the same, with the same stride</source>
        <translation>%1 与 %2 的内存有重叠；只有输出与输入可以是同一块内存，且步长须相同</translation>
    </message>
</context>
<context>
    <name>Dialogs</name>
    <message>
        <source>Open a tensor</source>
        <translation>打开张量</translation>
    </message>
    <message>
        <source>Choose the Python that has your PyTorch</source>
        <translation>选择装有 PyTorch 的 Python</translation>
    </message>
    <message>
        <source>Unsaved values</source>
        <translation>未保存的值</translation>
    </message>
    <message>
        <source>The tensor has values you typed that are not saved.</source>
        <translation>张量中有您输入但尚未保存的值。</translation>
    </message>
    <message>
        <source>LayerNorm Explorer</source>
        <translation>LayerNorm Explorer</translation>
    </message>
</context>
<context>
    <name>Pages</name>
    <message>
        <source>Step by step</source>
        <translation>逐步计算</translation>
    </message>
</context>
<context>
    <name>WorkerProcess</name>
    <message>
        <source>choose a Python that has PyTorch (Debian: %1), then start the library again</source>
        <translation>请选择装有 PyTorch 的 Python（Debian：%1），然后重新启动对照库</translation>
    </message>
    <message>
        <source>install the package %1, build again, then start the library again</source>
        <translation>请安装软件包 %1 并重新构建，然后重新启动对照库</translation>
    </message>
</context>
<context>
    <name>layernorm::BlockDrawing</name>
    <message numerus="yes">
        <source>outlined: the %Ln value(s) that share one mean</source>
        <translation>
            <numerusform>框出：共用一个均值的 %Ln 个值</numerusform>
        </translation>
    </message>
    <message>
        <source>dimension</source>
        <translation>维度</translation>
    </message>
    <message>
        <source>sequence</source>
        <translation>序列</translation>
    </message>
    <message>
        <source>batch</source>
        <translation>批</translation>
    </message>
</context>
<context>
    <name>layernorm::ControlBar</name>
    <message>
        <source>Controls</source>
        <translation>控制栏</translation>
    </message>
    <message>
        <source>shape</source>
        <translation>形状</translation>
    </message>
    <message>
        <source>batch size</source>
        <translation>批大小</translation>
    </message>
    <message>
        <source>sequence length</source>
        <translation>序列长度</translation>
    </message>
    <message>
        <source>embedding dimension</source>
        <translation>嵌入维度</translation>
    </message>
    <message>
        <source>seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>seed of the random numbers, as torch.manual_seed takes it</source>
        <translation>随机数种子，与 torch.manual_seed 相同</translation>
    </message>
    <message>
        <source>new</source>
        <translation>新种子</translation>
    </message>
    <message>
        <source>Draw from a new seed</source>
        <translation>用新的种子重新抽取</translation>
    </message>
    <message>
        <source>eps</source>
        <translation>eps</translation>
    </message>
    <message>
        <source>Added to the variance before the root. Type a number, or choose whose default to use.</source>
        <translation>开方之前加到方差上。可直接输入，也可选用某个库的默认值。</translation>
    </message>
    <message>
        <source>0   no eps</source>
        <translation>0   不加 eps</translation>
    </message>
    <message>
        <source>eps from 0 and 1e-12 to 10, logarithmic</source>
        <translation>eps：0，以及 1e-12 到 10（对数刻度）</translation>
    </message>
    <message>
        <source>eps: 0, then 1e-12 to 10 (logarithmic)</source>
        <translation>eps：0，然后从 1e-12 到 10（对数刻度）</translation>
    </message>
    <message>
        <source>normalise over</source>
        <translation>归一化范围</translation>
    </message>
    <message>
        <source>Which values share one mean and one variance</source>
        <translation>哪些值共用一个均值和一个方差</translation>
    </message>
    <message>
        <source>γ, β</source>
        <translation>γ, β</translation>
    </message>
    <message>
        <source>gamma and beta</source>
        <translation>gamma 与 beta</translation>
    </message>
    <message>
        <source>Multiply by gamma and add beta (elementwise_affine)</source>
        <translation>乘以 gamma 再加 beta（elementwise_affine）</translation>
    </message>
    <message>
        <source>library</source>
        <translation>对照库</translation>
    </message>
    <message>
        <source>library to compare with</source>
        <translation>用来对照的库</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>type of the numbers</source>
        <translation>数值类型</translation>
    </message>
    <message>
        <source>dimension</source>
        <translation>维度</translation>
    </message>
    <message>
        <source>everything</source>
        <translation>全部</translation>
    </message>
    <message numerus="yes">
        <source>last %n dimension(s)</source>
        <translation>
            <numerusform>最后 %n 维</numerusform>
        </translation>
    </message>
    <message>
        <source>no library</source>
        <translation>没有对照库</translation>
    </message>
    <message>
        <source>sequence × dim.</source>
        <translation>序列 × 维度</translation>
    </message>
</context>
<context>
    <name>layernorm::DifferenceModel</name>
    <message>
        <source>%1 · d%2
ours %3
%4 %5
|difference| %6, %7 ULP</source>
        <translation>%1 · d%2
我们 %3
%4 %5
|差| %6，%7 ULP</translation>
    </message>
</context>
<context>
    <name>layernorm::InputPanel</name>
    <message>
        <source>Input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>double-click to edit</source>
        <translation>双击编辑</translation>
    </message>
    <message>
        <source>gamma and beta</source>
        <translation>gamma 与 beta</translation>
    </message>
</context>
<context>
    <name>layernorm::MainWindow</name>
    <message>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>LayerNorm, Eigen</source>
        <translation>LayerNorm，Eigen</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>对照库</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>ULP</source>
        <translation>ULP</translation>
    </message>
    <message>
        <source>open %1</source>
        <translation>打开 %1</translation>
    </message>
    <message>
        <source>Saved %1</source>
        <translation>已保存 %1</translation>
    </message>
    <message>
        <source>Save the input</source>
        <translation>保存输入</translation>
    </message>
    <message>
        <source>Save the normalised output</source>
        <translation>保存归一化输出</translation>
    </message>
    <message>
        <source>The output is still being computed; save it when it is there</source>
        <translation>输出仍在计算；请等结果出来后再保存</translation>
    </message>
    <message>
        <source>no library</source>
        <translation>没有对照库</translation>
    </message>
    <message>
        <source>No library is chosen. Choose one under Tensor, Library to compare with it.</source>
        <translation>没有选择对照库。请在“张量 › 对照库”中选择一个。</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>重新启动</translation>
    </message>
    <message>
        <source>; starting it again</source>
        <translation>；正在重新启动</translation>
    </message>
    <message>
        <source>%1 is starting</source>
        <translation>%1 正在启动</translation>
    </message>
    <message>
        <source>seed %1</source>
        <translation>种子 %1</translation>
    </message>
    <message>
        <source>%1[*] – LayerNorm Explorer</source>
        <translation>%1[*] – LayerNorm Explorer</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>打开(&amp;O)…</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>最近打开(&amp;R)</translation>
    </message>
    <message>
        <source>Open the &amp;sample</source>
        <translation>打开示例(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Save input as…</source>
        <translation>另存输入(&amp;S)…</translation>
    </message>
    <message>
        <source>Save &amp;output as…</source>
        <translation>另存输出(&amp;O)…</translation>
    </message>
    <message>
        <source>Save &amp;picture of the window as…</source>
        <translation>另存窗口图片(&amp;P)…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Copy token</source>
        <translation>复制该词元(&amp;C)</translation>
    </message>
    <message>
        <source>Copy &amp;table</source>
        <translation>复制整张表(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Paste into input</source>
        <translation>粘贴到输入(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>Show &amp;numbers</source>
        <translation>显示数字(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Larger</source>
        <translation>放大(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Smaller</source>
        <translation>缩小(&amp;S)</translation>
    </message>
    <message>
        <source>Full s&amp;creen</source>
        <translation>全屏(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>主题(&amp;T)</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Lan&amp;guage</source>
        <translation>语言(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Tensor</source>
        <translation>张量(&amp;T)</translation>
    </message>
    <message>
        <source>Draw &amp;again from the seed</source>
        <translation>按种子重新抽取(&amp;A)</translation>
    </message>
    <message>
        <source>Draw from the &amp;next seed</source>
        <translation>按下一个种子抽取(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Library</source>
        <translation>对照库(&amp;L)</translation>
    </message>
    <message>
        <source>%1 in Python</source>
        <translation>Python 中的 %1</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Choose the &amp;Python…</source>
        <translation>选择 Python(&amp;P)…</translation>
    </message>
    <message>
        <source>&amp;Start the library again</source>
        <translation>重新启动对照库(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Keys</source>
        <translation>快捷键(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;About</source>
        <translation>关于(&amp;A)</translation>
    </message>
    <message>
        <source>Tensors (%1)</source>
        <translation>张量 (%1)</translation>
    </message>
    <message>
        <source>No files yet</source>
        <translation>还没有文件</translation>
    </message>
    <message>
        <source>Save a picture of the window</source>
        <translation>保存窗口图片</translation>
    </message>
    <message>
        <source>The picture cannot be written to %1; choose another place</source>
        <translation>图片无法写入 %1；请换个位置</translation>
    </message>
    <message>
        <source>%L1 values are too many for the clipboard; save the tensor as a file</source>
        <translation>%L1 个值对剪贴板来说太多；请把张量存成文件</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>&lt;table cellpadding=3&gt;&lt;tr&gt;&lt;td&gt;&lt;b&gt;Arrows&lt;/b&gt;&lt;/td&gt;&lt;td&gt;move from value to value; the token is followed everywhere&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;&lt;b&gt;Type, F2&lt;/b&gt;&lt;/td&gt;&lt;td&gt;edit the selected value; Enter keeps it, Escape does not&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;&lt;b&gt;Tab&lt;/b&gt;&lt;/td&gt;&lt;td&gt;to the next control or table&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;&lt;b&gt;Ctrl+Z, Ctrl+Shift+Z&lt;/b&gt;&lt;/td&gt;&lt;td&gt;undo, redo&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;&lt;b&gt;Ctrl+C, Ctrl+V&lt;/b&gt;&lt;/td&gt;&lt;td&gt;copy the token, paste values from the selected cell on&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;&lt;b&gt;F5, Shift+F5&lt;/b&gt;&lt;/td&gt;&lt;td&gt;draw again from the seed, from the next seed&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;&lt;b&gt;Ctrl+N&lt;/b&gt;&lt;/td&gt;&lt;td&gt;numbers or colours only&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;&lt;b&gt;Ctrl++, Ctrl+−, F11&lt;/b&gt;&lt;/td&gt;&lt;td&gt;larger, smaller, full screen&lt;/td&gt;&lt;/tr&gt;&lt;/table&gt;</source>
        <translation>&lt;table cellpadding=3&gt;&lt;tr&gt;&lt;td&gt;&lt;b&gt;方向键&lt;/b&gt;&lt;/td&gt;&lt;td&gt;在数值之间移动；各视图跟随所选词元&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;&lt;b&gt;直接输入、F2&lt;/b&gt;&lt;/td&gt;&lt;td&gt;编辑所选数值；Enter 保留，Escape 放弃&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;&lt;b&gt;Tab&lt;/b&gt;&lt;/td&gt;&lt;td&gt;到下一个控件或表格&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;&lt;b&gt;Ctrl+Z、Ctrl+Shift+Z&lt;/b&gt;&lt;/td&gt;&lt;td&gt;撤销、重做&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;&lt;b&gt;Ctrl+C、Ctrl+V&lt;/b&gt;&lt;/td&gt;&lt;td&gt;复制词元；从所选单元格开始粘贴&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;&lt;b&gt;F5、Shift+F5&lt;/b&gt;&lt;/td&gt;&lt;td&gt;按种子、按下一个种子重新抽取&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;&lt;b&gt;Ctrl+N&lt;/b&gt;&lt;/td&gt;&lt;td&gt;显示数字或只显示颜色&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;&lt;b&gt;Ctrl++、Ctrl+−、F11&lt;/b&gt;&lt;/td&gt;&lt;td&gt;放大、缩小、全屏&lt;/td&gt;&lt;/tr&gt;&lt;/table&gt;</translation>
    </message>
    <message>
        <source>About LayerNorm Explorer</source>
        <translation>关于 LayerNorm Explorer</translation>
    </message>
    <message>
        <source>&lt;h3&gt;LayerNorm Explorer %1&lt;/h3&gt;&lt;p&gt;Shows how LayerNorm (Ba, Kiros and Hinton 2016) works: every token is normalised by its own mean and its own biased variance, and the result stands beside that of a real library.&lt;/p&gt;&lt;p&gt;Free software under the GNU General Public License, version 3 or later. Drawn with Qt and QCustomPlot, computed with Eigen.&lt;/p&gt;</source>
        <translation>&lt;h3&gt;LayerNorm Explorer %1&lt;/h3&gt;&lt;p&gt;展示 LayerNorm（Ba、Kiros 与 Hinton，2016）如何工作：每个词元用自己的均值和自己的有偏方差归一化，结果与真实的库并列。&lt;/p&gt;&lt;p&gt;自由软件，GNU 通用公共许可证第 3 版或更新版本。绘图使用 Qt 与 QCustomPlot，计算使用 Eigen。&lt;/p&gt;</translation>
    </message>
</context>
<context>
    <name>layernorm::Session</name>
    <message>
        <source>edit %1, d%2</source>
        <translation>编辑 %1，d%2</translation>
    </message>
    <message>
        <source>edit gamma</source>
        <translation>编辑 gamma</translation>
    </message>
    <message>
        <source>edit beta</source>
        <translation>编辑 beta</translation>
    </message>
    <message>
        <source>paste</source>
        <translation>粘贴</translation>
    </message>
    <message>
        <source>change shape</source>
        <translation>改变形状</translation>
    </message>
    <message>
        <source>draw from seed %1</source>
        <translation>按种子 %1 抽取</translation>
    </message>
    <message>
        <source>change eps</source>
        <translation>改变 eps</translation>
    </message>
    <message>
        <source>normalise over other dimensions</source>
        <translation>改变归一化范围</translation>
    </message>
    <message>
        <source>use gamma and beta</source>
        <translation>使用 gamma 与 beta</translation>
    </message>
    <message>
        <source>leave gamma and beta out</source>
        <translation>不用 gamma 与 beta</translation>
    </message>
    <message>
        <source>convert to %1</source>
        <translation>转换为 %1</translation>
    </message>
</context>
<context>
    <name>layernorm::StatisticsPanel</name>
    <message>
        <source>Token statistics</source>
        <translation>词元统计</translation>
    </message>
    <message>
        <source>batch × sequence</source>
        <translation>批 × 序列</translation>
    </message>
    <message>
        <source>mean μ</source>
        <translation>均值 μ</translation>
    </message>
    <message>
        <source>variance σ²</source>
        <translation>方差 σ²</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>均值</translation>
    </message>
    <message>
        <source>variance</source>
        <translation>方差</translation>
    </message>
</context>
<context>
    <name>layernorm::StepByStepPage</name>
    <message>
        <source>Steps of the selected token</source>
        <translation>所选词元的步骤</translation>
    </message>
    <message>
        <source>%L1 values share one mean: too many to show each. Normalise over fewer dimensions or choose a smaller shape to see the steps.</source>
        <translation>%L1 个值共用一个均值，太多而无法逐一显示。请缩小归一化范围或形状来查看步骤。</translation>
    </message>
    <message>
        <source>The steps appear when the computation is done.</source>
        <translation>计算完成后显示步骤。</translation>
    </message>
</context>
<context>
    <name>layernorm::VerdictBar</name>
    <message numerus="yes">
        <source>largest difference %1 (%2 ULP) in %Ln value(s)</source>
        <translation>
            <numerusform>%Ln 个值中最大差 %1（%2 ULP）</numerusform>
        </translation>
    </message>
    <message>
        <source>allclose, rtol %1, atol %2</source>
        <translation>allclose，rtol %1，atol %2</translation>
    </message>
    <message>
        <source>✔ agrees</source>
        <translation>✔ 一致</translation>
    </message>
    <message numerus="yes">
        <source>✘ differs in %Ln value(s)</source>
        <translation>
            <numerusform>✘ %Ln 个值不一致</numerusform>
        </translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>computing</source>
        <translation>正在计算</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Compute</source>
        <translation>计算</translation>
    </message>
    <message>
        <source>not computed</source>
        <translation>未计算</translation>
    </message>
    <message>
        <source>the computation was cancelled</source>
        <translation>计算已取消</translation>
    </message>
    <message>
        <source>no library is chosen (Tensor, Library)</source>
        <translation>没有选择对照库（张量 › 对照库）</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>重新启动</translation>
    </message>
    <message>
        <source>; starting it again</source>
        <translation>；正在重新启动</translation>
    </message>
    <message>
        <source>%1 is starting</source>
        <translation>%1 正在启动</translation>
    </message>
    <message>
        <source>waiting for %1</source>
        <translation>等待 %1</translation>
    </message>
    <message>
        <source>○ not compared</source>
        <translation>○ 未比较</translation>
    </message>
    <message numerus="yes">
        <source>%Ln mean(s), one per token</source>
        <translation>
            <numerusform>%Ln 个均值，每个词元一个</numerusform>
        </translation>
    </message>
    <message>
        <source>one mean for everything</source>
        <translation>全部共用一个均值</translation>
    </message>
    <message numerus="yes">
        <source>%Ln mean(s), one per batch element</source>
        <translation>
            <numerusform>%Ln 个均值，每个批元素一个</numerusform>
        </translation>
    </message>
    <message>
        <source>ours is nearer to the exact value there</source>
        <translation>该处我们的结果更接近精确值</translation>
    </message>
    <message>
        <source>%1 is nearer to the exact value there</source>
        <translation>该处 %1 更接近精确值</translation>
    </message>
    <message>
        <source>both are equally near to the exact value there</source>
        <translation>该处两者与精确值同样接近</translation>
    </message>
</context>
<context>
    <name>layernorm::WalkthroughModel</name>
    <message>
        <source>library</source>
        <translation>对照库</translation>
    </message>
    <message>
        <source>how far each value is from the mean</source>
        <translation>每个值与均值的距离</translation>
    </message>
    <message>
        <source>no library is chosen</source>
        <translation>没有选择对照库</translation>
    </message>
    <message>
        <source>no result yet</source>
        <translation>还没有结果</translation>
    </message>
    <message>
        <source>d%1 differs by %2 (%3 ULP)</source>
        <translation>d%1 相差 %2（%3 ULP）</translation>
    </message>
</context>
<context>
    <name>layernorm::WorkerProcess</name>
    <message>
        <source>%1 did not answer in time and was stopped</source>
        <translation>%1 未及时应答，已被停止</translation>
    </message>
    <message>
        <source>%1 did not start in time and was stopped</source>
        <translation>%1 未及时启动，已被停止</translation>
    </message>
    <message>
        <source>%1 cannot be started (%2): %3</source>
        <translation>无法启动 %1（%2）：%3</translation>
    </message>
    <message>
        <source>; %1</source>
        <translation>；%1</translation>
    </message>
    <message>
        <source>%1 answered something that is not the protocol</source>
        <translation>%1 的应答不符合协议</translation>
    </message>
    <message>
        <source>%1 failed the first check: %2</source>
        <translation>%1 未通过首次检验：%2</translation>
    </message>
    <message>
        <source>%1 answered with a tensor of another shape or type</source>
        <translation>%1 应答的张量形状或类型不符</translation>
    </message>
    <message>
        <source>%1 ended unexpectedly (it crashed or was killed)</source>
        <translation>%1 意外终止（崩溃或被杀死）</translation>
    </message>
    <message>
        <source>%1 ended with exit code %2</source>
        <translation>%1 以退出码 %2 结束</translation>
    </message>
    <message>
        <source>: %1</source>
        <translation>：%1</translation>
    </message>
</context>
</TS>
