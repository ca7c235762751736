<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>AxisTexts</name>
    <message numerus="yes">
        <source>%Ln mean(s)</source>
        <translation>
            <numerusform>%Ln 个均值</numerusform>
        </translation>
    </message>
    <message>
        <source>to %1</source>
        <translation>距 %1</translation>
    </message>
    <message>
        <source>flattened</source>
        <translation>已展平</translation>
    </message>
    <message>
        <source>unswapped</source>
        <translation>未换轴</translation>
    </message>
    <message>
        <source>Each sentence as a whole. GroupNorm(1, %1) of [B, D, S] is the same.</source>
        <translation>每个句子作为整体。对 [B, D, S] 做 GroupNorm(1, %1) 也是一样。</translation>
    </message>
    <message>
        <source>(%1’s own is %2 away.)</source>
        <translation>（%1 自带的 GroupNorm 与之相差 %2。）</translation>
    </message>
    <message>
        <source>Each token by itself.</source>
        <translation>每个词元各自归一化。</translation>
    </message>
    <message>
        <source>Each feature of each sentence, over its tokens; PyTorch takes the block as [B, D, S].</source>
        <translation>每个句子的每个特征，跨该句的各个词元；PyTorch 按 [B, D, S] 接收这个块。</translation>
    </message>
    <message>
        <source>Each feature of each place in the sentence, over the batch: BatchNorm of sentences that are flattened to [B, S·D].</source>
        <translation>句中每个位置的每个特征，跨整个批次：即把句子展平成 [B, S·D] 后做的 BatchNorm。</translation>
    </message>
    <message>
        <source>Each place in the sentence, over batch and features: what BatchNorm1d computes when it is given [B, S, D] and the axes were not swapped.</source>
        <translation>句中每个位置，跨批次和特征：给 BatchNorm1d 的是 [B, S, D] 而没有换轴时，它算的就是这个。</translation>
    </message>
    <message>
        <source>Each feature, over all tokens of all sentences: BatchNorm in training, without gamma and beta; PyTorch takes the block as [B, D, S].</source>
        <translation>每个特征，跨所有句子的所有词元：训练时的 BatchNorm，不含 gamma 和 beta；PyTorch 按 [B, D, S] 接收这个块。</translation>
    </message>
    <message>
        <source>Everything together.</source>
        <translation>全部值放在一起。</translation>
    </message>
    <message>
        <source>batch</source>
        <translation>批次</translation>
    </message>
    <message>
        <source>sequence</source>
        <translation>序列</translation>
    </message>
    <message>
        <source>dimension</source>
        <translation>维度</translation>
    </message>
    <message>
        <source>all three axes</source>
        <translation>全部三个轴</translation>
    </message>
    <message>
        <source>no library to ask</source>
        <translation>没有对照库</translation>
    </message>
    <message>
        <source>to %1’s own</source>
        <translation>距 %1 自带的</translation>
    </message>
    <message>
        <source>no mean</source>
        <translation>没有均值</translation>
    </message>
    <message>
        <source>LayerNorm’s groups, but no mean is taken out: x / √(mean(x²) + ε).</source>
        <translation>分组与 LayerNorm 相同，但不减均值：x / √(mean(x²) + ε)。</translation>
    </message>
    <message>
        <source>The textbook slip, %1 for %2, does not show with one token a sentence: both use %3.</source>
        <translation>教科书里的疏误（把 %2 写成 %1）在每句只有一个词元时看不出来：两者都用 %3。</translation>
    </message>
    <message>
        <source>The textbook slip: %1 uses %2 here, %3 uses %4.</source>
        <translation>教科书里的疏误：%1 在此用 %2，而 %3 用 %4。</translation>
    </message>
    <message>
        <source>there is no other row</source>
        <translation>没有其他行</translation>
    </message>
    <message>
        <source>no other row moves</source>
        <translation>其他行都不变</translation>
    </message>
    <message numerus="yes">
        <source>all %Ln other(s) (≤ %1)</source>
        <translation>
            <numerusform>其余 %Ln 行全变（≤ %1）</numerusform>
        </translation>
    </message>
    <message>
        <source>%L1 of %L2 others (≤ %3)</source>
        <translation>其余 %L2 行中有 %L1 行变（≤ %3）</translation>
    </message>
    <message>
        <source>no row moves</source>
        <translation>没有行改变</translation>
    </message>
    <message numerus="yes">
        <source>all %Ln row(s) (≤ %1)</source>
        <translation>
            <numerusform>全部 %Ln 行都变（≤ %1）</numerusform>
        </translation>
    </message>
    <message>
        <source>%L1 of %L2 rows (≤ %3)</source>
        <translation>%L2 行中有 %L1 行变（≤ %3）</translation>
    </message>
</context>
<context>
    <name>Charts</name>
    <message>
        <source>D, values of a token</source>
        <translation>D（每个词元的值数）</translation>
    </message>
    <message>
        <source>μ of N(0, 1) values, ± 2 s.d.</source>
        <translation>N(0, 1) 样本的 μ，± 2 标准差</translation>
    </message>
    <message>
        <source>σ² of N(0, 1) values, ± 2 s.d.</source>
        <translation>N(0, 1) 样本的 σ²，± 2 标准差</translation>
    </message>
    <message>
        <source>normal curve φ(y)</source>
        <translation>正态曲线 φ(y)</translation>
    </message>
    <message>
        <source>outputs</source>
        <translation>输出</translation>
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
        <source>μ, σ²</source>
        <translation>μ、σ²</translation>
    </message>
    <message>
        <source>largest |y|</source>
        <translation>最大 |y|</translation>
    </message>
    <message>
        <source>its bound √(D − 1)</source>
        <translation>其上界 √(D − 1)</translation>
    </message>
    <message>
        <source>unbiased / biased σ² = D / (D − 1)</source>
        <translation>无偏 / 有偏 σ² = D / (D − 1)</translation>
    </message>
    <message>
        <source>y by biased / by unbiased σ²</source>
        <translation>y 之比：用有偏 / 用无偏 σ²</translation>
    </message>
    <message>
        <source>ratio</source>
        <translation>比值</translation>
    </message>
    <message>
        <source>density</source>
        <translation>密度</translation>
    </message>
    <message>
        <source>output y at D = %1</source>
        <translation>D = %1 时的输出 y</translation>
    </message>
    <message>
        <source>ours, in this process</source>
        <translation>本程序，进程内</translation>
    </message>
    <message>
        <source>%1 (pipe included)</source>
        <translation>%1（含管道）</translation>
    </message>
    <message>
        <source>nanoseconds a token</source>
        <translation>每个词元的纳秒数</translation>
    </message>
</context>
<context>
    <name>CommandLine</name>
    <message>
        <source>Shows how LayerNorm works on every token of a tensor, beside a real library&apos;s result.</source>
        <translation>展示 LayerNorm 如何作用于张量的每个词元，并与真实库的结果并排对照。</translation>
    </message>
    <message>
        <source>Tensor or document to open.</source>
        <translation>要打开的张量或文档。</translation>
    </message>
    <message>
        <source>Show this and exit.</source>
        <translation>显示本说明并退出。</translation>
    </message>
    <message>
        <source>Show the version and exit.</source>
        <translation>显示版本并退出。</translation>
    </message>
    <message>
        <source>a whole number from 0 on</source>
        <translation>不小于 0 的整数</translation>
    </message>
    <message>
        <source>a number such as 1e-5</source>
        <translation>一个数，例如 1e-5</translation>
    </message>
    <message>
        <source>a whole number from 1 on</source>
        <translation>不小于 1 的整数</translation>
    </message>
    <message>
        <source>WIDTHxHEIGHT in pixels, such as 1280x800</source>
        <translation>以像素计的“宽x高”，例如 1280x800</translation>
    </message>
    <message>
        <source>a whole number from 1 on that divides the dimension</source>
        <translation>不小于 1 且能整除维度的整数</translation>
    </message>
    <message>
        <source>1 to %1</source>
        <translation>1 到 %1</translation>
    </message>
    <message>
        <source>%1, or a .lesson file</source>
        <translation>%1，或一个 .lesson 文件</translation>
    </message>
    <message>
        <source>a range such as 0:1000</source>
        <translation>一个区间，例如 0:1000</translation>
    </message>
    <message>
        <source>Random tensor of this shape (1 to 8 sizes; default 2,3,4).</source>
        <translation>此形状的随机张量（1 到 8 个轴；默认 2,3,4）。</translation>
    </message>
    <message>
        <source>Draw what torch.manual_seed(N); torch.randn(shape) gives (default 0).</source>
        <translation>抽取与 torch.manual_seed(N); torch.randn(shape) 相同的数（默认 0）。</translation>
    </message>
    <message>
        <source>Open one of the samples; &quot;list&quot; prints them.</source>
        <translation>打开一个示例；“list” 列出全部示例。</translation>
    </message>
    <message>
        <source>Read the tensor from FILE (.npy, .safetensors, .csv, .tsv) or the document (.lnx).</source>
        <translation>从 FILE 读取张量（.npy、.safetensors、.csv、.tsv）或文档（.lnx）。</translation>
    </message>
    <message>
        <source>Which tensor of a .safetensors file.</source>
        <translation>.safetensors 文件中的哪个张量。</translation>
    </message>
    <message>
        <source>Read batches A to B - 1 only (.npy, .safetensors).</source>
        <translation>只读取第 A 到 B - 1 个批次（.npy、.safetensors）。</translation>
    </message>
    <message>
        <source>Read tokens A to B - 1 of every batch only (.npy, .safetensors).</source>
        <translation>每个批次只读取第 A 到 B - 1 个词元（.npy、.safetensors）。</translation>
    </message>
    <message>
        <source>Added to the variance (default 1e-5).</source>
        <translation>加在方差上的数（默认 1e-5）。</translation>
    </message>
    <message>
        <source>Normalise over the last K dimensions (default 1).</source>
        <translation>在最后 K 个维度上归一化（默认 1）。</translation>
    </message>
    <message>
        <source>Multiply by this tensor, of the shape of the normalised dimensions.</source>
        <translation>乘以此张量，其形状与被归一化的维度相同。</translation>
    </message>
    <message>
        <source>Add this tensor, of the shape of the normalised dimensions.</source>
        <translation>加上此张量，其形状与被归一化的维度相同。</translation>
    </message>
    <message>
        <source>float32 or float64 (default: the input&apos;s own; float32 for random numbers).</source>
        <translation>float32 或 float64（默认：输入自身的类型；随机数为 float32）。</translation>
    </message>
    <message>
        <source>Compare with torch (default), onednn, python or none.</source>
        <translation>与 torch（默认）、onednn、python 比较，或 none（不比较）。</translation>
    </message>
    <message>
        <source>Interpreter for the python reference (default: python3 of the PATH).</source>
        <translation>python 参照所用的解释器（默认：PATH 中的 python3）。</translation>
    </message>
    <message>
        <source>No window: print text or json and exit.</source>
        <translation>不开窗口：打印 text 或 json 报告并退出。</translation>
    </message>
    <message>
        <source>No window: write the normalised output to FILE (.npy, .safetensors, .csv, .tsv) and exit.</source>
        <translation>不开窗口：把归一化输出写入 FILE（.npy、.safetensors、.csv、.tsv）并退出。</translation>
    </message>
    <message>
        <source>No window: run an experiment, print its table and exit.</source>
        <translation>不开窗口：运行一个实验，打印其表格并退出。</translation>
    </message>
    <message>
        <source>Your own output for this input, for --experiment mismatch (text or .npy).</source>
        <translation>您自己的代码对此输入的输出，用于 --experiment mismatch（文本或 .npy）。</translation>
    </message>
    <message>
        <source>Heads of the attention, for --experiment add-and-norm and gradient-flow (default 1).</source>
        <translation>注意力的头数，用于 --experiment add-and-norm 和 gradient-flow（默认 1）。</translation>
    </message>
    <message>
        <source>Attention takes nothing of later tokens, for the same experiments.</source>
        <translation>注意力不看后面的词元，用于同样的实验。</translation>
    </message>
    <message>
        <source>Blocks one upon another, for --experiment gradient-flow (1 to 96; default 24).</source>
        <translation>层层堆叠的块数，用于 --experiment gradient-flow（1 到 96；默认 24）。</translation>
    </message>
    <message>
        <source>Of the experiment&apos;s table: csv (default) or json.</source>
        <translation>实验表格的格式：csv（默认）或 json。</translation>
    </message>
    <message>
        <source>No window: draw it off screen into FILE (.png, .svg, .pdf) and exit.</source>
        <translation>不开窗口：离屏绘制，存为 FILE（.png、.svg、.pdf），然后退出。</translation>
    </message>
    <message>
        <source>Size of the screenshot in pixels (default 1280x800).</source>
        <translation>截图的像素大小（默认 1280x800）。</translation>
    </message>
    <message>
        <source>Pixels of a PNG screenshot for each of the window&apos;s, 1 to 4 (default 1).</source>
        <translation>PNG 截图中每个窗口像素对应的像素数，1 到 4（默认 1）。</translation>
    </message>
    <message>
        <source>Page of the lower half to open with.</source>
        <translation>启动时下半部分显示的页面。</translation>
    </message>
    <message>
        <source>Open a lesson: one that comes with the program, or a .lesson file.</source>
        <translation>打开一课：程序自带的，或一个 .lesson 文件。</translation>
    </message>
    <message>
        <source>Step of the lesson, from 1 (default: where it was left).</source>
        <translation>课程的第几步，从 1 起（默认：上次离开之处）。</translation>
    </message>
    <message>
        <source>No window: tell what is wrong with a lesson (exit code 2), or print it with all its numbers.</source>
        <translation>不开窗口：指出一课的错误（退出码 2），或连同其中所有数值一起打印。</translation>
    </message>
    <message>
        <source>en or zh_CN.</source>
        <translation>en 或 zh_CN。</translation>
    </message>
    <message>
        <source>light, dark or high-contrast.</source>
        <translation>light（浅色）、dark（深色）或 high-contrast（高对比度）。</translation>
    </message>
    <message>
        <source>Start as a presentation: one view in large type on the whole screen (F11, Esc).</source>
        <translation>以演示方式启动：整个屏幕以大字显示一个视图（F11、Esc）。</translation>
    </message>
    <message>
        <source>What a presentation begins with: board, input, statistics, output, library or difference.</source>
        <translation>演示从哪个视图开始：board、input、statistics、output、library 或 difference。</translation>
    </message>
    <message>
        <source>How the window writes numbers: automatic, decimals:N, scientific:N, fraction:N or hexadecimal.</source>
        <translation>窗口如何书写数值：automatic、decimals:N、scientific:N、fraction:N 或 hexadecimal。</translation>
    </message>
</context>
<context>
    <name>Core</name>
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
        <source>The walkthrough of %1 values is too long to print; give a tensor of at most one million</source>
        <translation>%1 个值的逐步过程太长，无法打印；请给出不超过一百万个值的张量</translation>
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
        <source>%1 does not exist; check the name and the folder</source>
        <translation>%1 不存在；请检查文件名和文件夹</translation>
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
        <translation>库的结果是 %1、形状 %2，本程序的是 %3、形状 %4；只有形状和类型都相同才能比较</translation>
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
        <source>The oneDNN worker computes LayerNorm in float32 only; choose float32</source>
        <translation>oneDNN 对照进程只以 float32 计算 LayerNorm；请选择 float32</translation>
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
    <message>
        <source>--experiment %1 explains the output of your own code; give its file by --candidate FILE</source>
        <translation>--experiment %1 解释您自己代码的输出；请用 --candidate FILE 给出存有该输出的文件</translation>
    </message>
    <message>
        <source>--candidate is for --experiment mismatch only; leave it out or add that</source>
        <translation>--candidate 只用于 --experiment mismatch；请去掉它或加上后者</translation>
    </message>
    <message>
        <source>The sentence has the shape %1; to follow a batch of shape %2 it must be %3</source>
        <translation>句子的形状是 %1；要接在形状为 %2 的批次之后，应为 %3</translation>
    </message>
    <message>
        <source>&apos;%1&apos; in the list of dimensions is no whole number from 1 to %2; write them like 1, 2, 4, 8</source>
        <translation>维度列表中的“%1”不是 1 到 %2 的整数；请写成 1, 2, 4, 8 的样子</translation>
    </message>
    <message>
        <source>%1 in the list of dimensions is below 1; a token has at least one value</source>
        <translation>维度列表中的 %1 小于 1；一个词元至少有一个值</translation>
    </message>
    <message>
        <source>%1 follows %2 in the list of dimensions; each must be larger than the one before</source>
        <translation>维度列表中 %1 排在 %2 之后；每个维度都必须大于前一个</translation>
    </message>
    <message>
        <source>Up to %1 the dimensions add up to more than the %2 values possible; end the list before it</source>
        <translation>维度列表到 %1 为止的总和超过了最多允许的 %2 个值；请在它之前结束列表</translation>
    </message>
    <message>
        <source>The list of dimensions is empty; write some like 1, 2, 4, 8</source>
        <translation>维度列表是空的；请写成 1, 2, 4, 8 的样子</translation>
    </message>
    <message>
        <source>The dimension experiment on %1 tokens takes too long; give a tensor of at most %2 tokens</source>
        <translation>对 %1 个词元做维度实验耗时太长；请给出不超过 %2 个词元的张量</translation>
    </message>
    <message>
        <source>%1 values of eps on %2 tokens are too many to sweep; give fewer tokens, or fewer values of eps</source>
        <translation>%1 个 eps 值乘以 %2 个词元太多，无法扫描；请减少词元或 eps 值</translation>
    </message>
    <message>
        <source>The eps sweep of %1 tokens is too long to print; give a tensor of at most %2</source>
        <translation>%1 个词元的 eps 扫描太长，无法打印；请给出不超过 %2 个词元的张量</translation>
    </message>
    <message>
        <source>Tokens of scale 1, 1e-2, 1e-4, 1e-6</source>
        <translation>尺度为 1、1e-2、1e-4、1e-6 的词元</translation>
    </message>
    <message>
        <source>A constant token</source>
        <translation>各值相等的词元</translation>
    </message>
    <message>
        <source>A constant token and eps = 0</source>
        <translation>各值相等的词元，且 eps = 0</translation>
    </message>
    <message>
        <source>The candidate has %1 values and the input %2; print the whole output</source>
        <translation>待查的输出有 %1 个值，而输入有 %2 个；请打印完整的输出</translation>
    </message>
    <message>
        <source>There is no output to explain; name the file that has yours with --candidate FILE</source>
        <translation>没有要解释的输出；请用 --candidate FILE 指定存有您的输出的文件</translation>
    </message>
    <message>
        <source>One mean and one variance were taken of the whole tensor; LayerNorm takes them over %1 only, for every token its own</source>
        <translation>对整个张量只取了一个均值和一个方差；LayerNorm 只沿%1取，每个词元各有自己的</translation>
    </message>
    <message>
        <source>Mean and variance were taken over %1; LayerNorm takes them over %2</source>
        <translation>均值和方差是沿%1取的；LayerNorm 沿%2取</translation>
    </message>
    <message>
        <source>The divisor was sqrt(variance^2 + eps), as if the variance were the standard deviation; it is sqrt(variance + eps)</source>
        <translation>除数用了 sqrt(variance^2 + eps)，仿佛方差就是标准差；应为 sqrt(variance + eps)</translation>
    </message>
    <message>
        <source>The divisor was variance + eps, without a root; it is sqrt(variance + eps)</source>
        <translation>除数用了 variance + eps，没有开方；应为 sqrt(variance + eps)</translation>
    </message>
    <message>
        <source>eps was added to the standard deviation, outside the root; the divisor is sqrt(variance + eps)</source>
        <translation>eps 加到了标准差上，在根号之外；除数应为 sqrt(variance + eps)</translation>
    </message>
    <message>
        <source>eps was %1, the default of %2, and not %3</source>
        <translation>eps 用了 %1，即 %2 的默认值，而不是 %3</translation>
    </message>
    <message>
        <source>eps was %1 and not %2</source>
        <translation>eps 用了 %1，而不是 %2</translation>
    </message>
    <message>
        <source>gamma and beta were applied a second time to the finished output; the layer may apply its own already</source>
        <translation>对已经算好的输出又应用了一次 gamma 和 beta；该层可能已应用过它自己的</translation>
    </message>
    <message>
        <source>%1 was applied twice; the layer may apply its own already</source>
        <translation>%1 应用了两次；该层可能已应用过它自己的</translation>
    </message>
    <message>
        <source>The output was rounded to %1</source>
        <translation>输出被舍入为 %1</translation>
    </message>
    <message>
        <source>The input was rounded to %1 before it was normalised</source>
        <translation>输入在归一化之前被舍入为 %1</translation>
    </message>
    <message>
        <source>Input and output were rounded to %1</source>
        <translation>输入和输出都被舍入为 %1</translation>
    </message>
    <message>
        <source>Input, gamma, beta and output were rounded to %1</source>
        <translation>输入、gamma、beta 和输出都被舍入为 %1</translation>
    </message>
    <message>
        <source>Every step was computed in %1</source>
        <translation>每一步都用 %1 计算</translation>
    </message>
    <message>
        <source>The input was transposed: sequence and dimension were swapped before it was normalised</source>
        <translation>输入被转置了：在归一化之前序列与维度互换了</translation>
    </message>
    <message>
        <source>The input&apos;s values were stored transposed and read as if they were not: values of several tokens were mixed</source>
        <translation>输入的值按转置后的次序存放，却当作未转置来读取：几个词元的值混在了一起</translation>
    </message>
    <message>
        <source>The input was read with its sequence and dimension extents swapped: tokens were cut at the wrong places</source>
        <translation>读取输入时序列长度与维度大小互换了：词元在错误的位置被切开</translation>
    </message>
    <message>
        <source>The output is right but has its axes in reverse, as values stored by columns have</source>
        <translation>输出是对的，但各轴次序颠倒，如同按列存放的值</translation>
    </message>
    <message>
        <source>The output is transposed: sequence and dimension are swapped</source>
        <translation>输出被转置了：序列与维度互换了</translation>
    </message>
    <message>
        <source>The tokens are in another order</source>
        <translation>词元的次序变了</translation>
    </message>
    <message>
        <source>The tokens are in another order: %1</source>
        <translation>词元的次序变了：%1</translation>
    </message>
    <message>
        <source>The variance was divided by n - 1, as torch.var and torch.std do unless told unbiased=False; LayerNorm divides by n</source>
        <translation>方差除以了 n - 1，torch.var 和 torch.std 在不写 unbiased=False 时就是这样；LayerNorm 除以 n</translation>
    </message>
    <message>
        <source>eps was left out, or too small to show here; LayerNorm adds %1 to the variance</source>
        <translation>没有加 eps，或者它太小而在此看不出来；LayerNorm 在方差上加 %1</translation>
    </message>
    <message>
        <source>This is RMSNorm: the mean was not taken out, and the divisor is sqrt(mean(x^2) + eps)</source>
        <translation>这是 RMSNorm：没有减去均值，除数是 sqrt(mean(x^2) + eps)</translation>
    </message>
    <message>
        <source>The mean was not subtracted; the input was only divided by the standard deviation</source>
        <translation>没有减去均值；输入只除以了标准差</translation>
    </message>
    <message>
        <source>gamma was left out</source>
        <translation>漏掉了 gamma</translation>
    </message>
    <message>
        <source>beta was left out</source>
        <translation>漏掉了 beta</translation>
    </message>
    <message>
        <source>This way of computing LayerNorm does not fit the input; leave gamma and beta out of a transposed input, and let an order name every token once</source>
        <translation>这种计算 LayerNorm 的方式不适合该输入；输入转置时请去掉 gamma 和 beta，词元次序中每个词元应恰好出现一次</translation>
    </message>
    <message>
        <source>%1line 1, column 1: more than %2 bytes begin here, far more than the %3 numbers of the input %4 take; give only the output for this input</source>
        <translation>%1第 1 行第 1 列：从这里开始超过 %2 字节，远多于输入 %4 的 %3 个数所需；请只给出这个输入的输出</translation>
    </message>
    <message>
        <source>%1line %2, column %3: there is a byte 0, which no UTF-8 text has; save the numbers as UTF-8 text or with numpy.save</source>
        <translation>%1第 %2 行第 %3 列：有一个值为 0 的字节，UTF-8 文本中没有这样的字节；请把数存成 UTF-8 文本或用 numpy.save 保存</translation>
    </message>
    <message>
        <source>%1 holds %2 numbers (%3), but the input %4 has %5; save the output for this input</source>
        <translation>%1 有 %2 个数（%3），而输入 %4 有 %5 个；请保存这个输入的输出</translation>
    </message>
    <message>
        <source>%1line %2, column %3: this bracket is never closed; give the print-out from its first to its last bracket</source>
        <translation>%1第 %2 行第 %3 列：这个括号一直没有闭合；请给出从第一个括号到最后一个括号的打印结果</translation>
    </message>
    <message>
        <source>%1line %2, column %3: there is no number before this comma; fill it in or take the comma out</source>
        <translation>%1第 %2 行第 %3 列：这个逗号前面没有数；请补上数或去掉逗号</translation>
    </message>
    <message>
        <source>%1line %2, column %3: some numbers are separated by commas and some by blanks; use one of them, with a point for the decimals</source>
        <translation>%1第 %2 行第 %3 列：有的数用逗号分隔，有的用空格；请只用一种，小数点用“.”</translation>
    </message>
    <message>
        <source>%1line %2, column %3: a number and a list stand side by side; put all numbers into equally many brackets</source>
        <translation>%1第 %2 行第 %3 列：一个数与一个列表并列；请让所有数处在同样多层的括号中</translation>
    </message>
    <message>
        <source>%1line %2, column %3: this is the ninth bracket around one number; a tensor has at most 8</source>
        <translation>%1第 %2 行第 %3 列：这是同一个数外面的第九层括号；张量最多 8 层</translation>
    </message>
    <message>
        <source>%1line %2, column %3: no bracket is open that &quot;%4&quot; could close; give the print-out from its first to its last bracket</source>
        <translation>%1第 %2 行第 %3 列：没有可由“%4”闭合的括号；请给出从第一个括号到最后一个括号的打印结果</translation>
    </message>
    <message>
        <source>%1line %2, column %3: there is no number in these brackets; fill them or take them out</source>
        <translation>%1第 %2 行第 %3 列：这对括号里没有数；请填上数或去掉括号</translation>
    </message>
    <message>
        <source>%1line %2, column %3: &quot;%4&quot; is no factor such as 1e-05 *; give the print-out as it was printed</source>
        <translation>%1第 %2 行第 %3 列：“%4”不是 1e-05 * 这样的因子；请原样给出打印结果</translation>
    </message>
    <message>
        <source>%1line %2, column %3: the columns before this have %4 rows, those above them %5; give the print-out as it was printed</source>
        <translation>%1第 %2 行第 %3 列：在此之前的各列有 %4 行，它们上面的各列有 %5 行；请原样给出打印结果</translation>
    </message>
    <message>
        <source>%1line %2, column %3: this row is of length %4, the one before it of length %5; give all rows the same length</source>
        <translation>%1第 %2 行第 %3 列：这一行的长度是 %4，前一行是 %5；请让各行长度相同</translation>
    </message>
    <message>
        <source>%1line %2, column %3: the print-out was cut short here; print all of it after torch.set_printoptions(profile=&quot;full&quot;) or numpy.set_printoptions(threshold=sys.maxsize)</source>
        <translation>%1第 %2 行第 %3 列：打印结果在这里被省略；请先执行 torch.set_printoptions(profile=&quot;full&quot;) 或 numpy.set_printoptions(threshold=sys.maxsize)，再完整打印</translation>
    </message>
    <message>
        <source>%1line %2, column %3: &quot;%4&quot; is one number with a decimal comma or two numbers; write decimals with a point</source>
        <translation>%1第 %2 行第 %3 列：“%4”可能是一个用逗号作小数点的数，也可能是两个数；小数点请用“.”</translation>
    </message>
    <message>
        <source>%1line %2, column %3: %4 is beyond the largest float64; write inf to mean infinity</source>
        <translation>%1第 %2 行第 %3 列：%4 超出 float64 的最大值；若要无穷大请写 inf</translation>
    </message>
    <message>
        <source>%1line %2, column %3: &quot;%4&quot; is not a number; leave only the numbers, with a point for the decimals</source>
        <translation>%1第 %2 行第 %3 列：“%4”不是数字；请只留下数字，小数点用“.”</translation>
    </message>
    <message>
        <source>%1line %2, column %3: here begins one number more than the %4 of the input %5; if the commas are decimal commas, write points</source>
        <translation>%1第 %2 行第 %3 列：从这里开始，数的个数超过了输入 %5 的 %4 个；如果逗号是小数点，请改写为“.”</translation>
    </message>
    <message>
        <source>%1line %2, column %3: here begins one number more than the %4 of the input %5; give only the output for this input</source>
        <translation>%1第 %2 行第 %3 列：从这里开始，数的个数超过了输入 %5 的 %4 个；请只给出这个输入的输出</translation>
    </message>
    <message>
        <source>%1line %2, column %3: the text ends without a number; give the output your own code computed for this input</source>
        <translation>%1第 %2 行第 %3 列：文本到末尾也没有数；请给出您自己的代码对这个输入算出的输出</translation>
    </message>
    <message>
        <source>%1line %2, column %3: the text ends after %4 of the %5 numbers that the input %6 has; give the whole output for this input</source>
        <translation>%1第 %2 行第 %3 列：文本在此结束，只有 %4 个数，而输入 %6 有 %5 个；请给出这个输入的完整输出</translation>
    </message>
    <message>
        <source>%1line %2, column %3: this cell is empty; fill it in or take it out</source>
        <translation>%1第 %2 行第 %3 列：这个单元格是空的；请填上或去掉</translation>
    </message>
    <message>
        <source>There is no axis to normalise over; choose at least one of batch, sequence and dimension</source>
        <translation>没有要归一化的轴；请在批次、序列、维度中至少选一个</translation>
    </message>
    <message>
        <source>The oneDNN worker computes BatchNorm in float32 only; choose float32</source>
        <translation>oneDNN 对照进程只以 float32 计算 BatchNorm；请选择 float32</translation>
    </message>
    <message>
        <source>The request&apos;s shape %1 has too few sizes for this operation, which wants samples first and channels last; send at least %2</source>
        <translation>请求的形状 %1 维数太少：此操作要求样本在最前、通道在最后；请至少发送 %2 维</translation>
    </message>
    <message>
        <source>The request asks for %1 groups of %2 channels; send a number that divides them</source>
        <translation>请求要把 %2 个通道分成 %1 组；请发送能整除通道数的组数</translation>
    </message>
    <message>
        <source>%1 has no %2 of its own; ask it for one of these: %3</source>
        <translation>%1 没有自带的 %2；请改用其中之一：%3</translation>
    </message>
    <message>
        <source>%1 could not compute this (%2); try another tensor or other parameters</source>
        <translation>%1 无法计算（%2）；请换一个张量或其他参数</translation>
    </message>
    <message>
        <source>--sample %1 is a tensor of its own; leave --%2 out</source>
        <translation>--sample %1 本身就是一个张量；请去掉 --%2</translation>
    </message>
    <message>
        <source>--tensor, --batches and --tokens choose a part of a file; name it by --input FILE</source>
        <translation>--tensor、--batches 和 --tokens 用来选取文件的一部分；请用 --input FILE 指定文件</translation>
    </message>
    <message>
        <source>%1 says no kind of picture; let its name end in .png, .svg or .pdf</source>
        <translation>%1 没有说明是哪种图片；文件名请以 .png、.svg 或 .pdf 结尾</translation>
    </message>
    <message>
        <source>%1 cannot be drawn: there is no memory for so many pixels; choose a smaller size or SVG</source>
        <translation>无法绘制 %1：内存容不下这么多像素；请选小一些的尺寸或 SVG</translation>
    </message>
    <message>
        <source>The picture cannot be written to %1: %2; nothing was changed, choose another place or mend this one</source>
        <translation>图片无法写入 %1：%2；没有改动任何内容，请换个位置或排除问题</translation>
    </message>
    <message>
        <source>%1 is open in %2; save under another name</source>
        <translation>%1 已在 %2 中打开；请另存为别的名称</translation>
    </message>
    <message>
        <source>%1, &quot;%2&quot;: one token has %3 numbers, more than the 64 million that fit; save it with a smaller last dimension</source>
        <translation>%1，“%2”：一个词元有 %3 个数，超过了最多容许的六千四百万个；请以较小的最后一维保存</translation>
    </message>
    <message>
        <source>%1 has %2 dimension(s), too few for %3; leave that out</source>
        <translation>%1 有 %2 维，不足以使用 %3；请去掉该选项</translation>
    </message>
    <message>
        <source>%1 is text, which is read whole; leave --batches and --tokens out, or save it as .npy</source>
        <translation>%1 是文本，只能整个读取；请去掉 --batches 和 --tokens，或保存为 .npy</translation>
    </message>
    <message>
        <source>%1 is a document with one tensor; leave --tensor, --batches and --tokens out</source>
        <translation>%1 是只含一个张量的文档；请去掉 --tensor、--batches 和 --tokens</translation>
    </message>
    <message>
        <source>A depth of %1 blocks is out of range; choose 1 to %2</source>
        <translation>%1 个块的深度超出范围；请选 1 到 %2</translation>
    </message>
    <message>
        <source>There is nothing to compute without a wiring and a seed; choose one of each</source>
        <translation>没有接法和种子就没有可计算的内容；请各选至少一个</translation>
    </message>
    <message>
        <source>%1 blocks of dimension %2 have more than %3 weights; take fewer blocks or a smaller dimension</source>
        <translation>维度为 %2 的 %1 个块，其权重超过 %3 个；请减少块数或维度</translation>
    </message>
    <message>
        <source>PyTorch</source>
        <translation>PyTorch</translation>
    </message>
    <message>
        <source>NumPy</source>
        <translation>NumPy</translation>
    </message>
    <message>
        <source>C++ (LibTorch)</source>
        <translation>C++（LibTorch）</translation>
    </message>
    <message>
        <source>LaTeX (the selected token&apos;s formula)</source>
        <translation>LaTeX（所选词元的公式）</translation>
    </message>
    <message>
        <source>%1line %2, column %3: the quote that begins here does not end; close it, or write a quote that is meant as such as &quot;&quot;&quot;&quot;</source>
        <translation>%1第 %2 行第 %3 列：从这里开始的引号没有闭合；请补上，若引号本身是内容，请写成 &quot;&quot;&quot;&quot;</translation>
    </message>
    <message>
        <source>%1line %2, column %3: text follows behind the quote that ends here; put all of the cell into quotes and double the quotes inside</source>
        <translation>%1第 %2 行第 %3 列：在这里结束的引号后面还有文本；请把整个单元格放进引号，内部的引号写两遍</translation>
    </message>
    <message>
        <source>%1line %2, column %3: &quot;%4&quot; is a hexadecimal number; write decimal numbers</source>
        <translation>%1第 %2 行第 %3 列：“%4”是十六进制数；请写十进制数</translation>
    </message>
    <message>
        <source>%1line %2, column %3: &quot;%4&quot; has a decimal comma or one between thousands; write decimals with a point and thousands without a mark</source>
        <translation>%1第 %2 行第 %3 列：“%4”中有用作小数点或千位分隔的逗号；小数点请用“.”，千位不加分隔符</translation>
    </message>
    <message>
        <source>%1line %2, column %3: &quot;%4&quot; has its digits in groups; write it without marks between thousands, with a point for the decimals</source>
        <translation>%1第 %2 行第 %3 列：“%4”的数字分了组；千位请不加分隔符，小数点用“.”</translation>
    </message>
    <message>
        <source>%1line %2, column %3: &quot;%4&quot; are several numbers with blanks between them; separate them by commas</source>
        <translation>%1第 %2 行第 %3 列：“%4”是用空格隔开的几个数；请用逗号分隔</translation>
    </message>
    <message>
        <source>%1line %2, column %3: this cell is empty; write a number, or nan for one that is missing, or take out the separator (%4) before it</source>
        <translation>%1第 %2 行第 %3 列：这个单元格是空的；请写一个数，缺失的值写 nan，或去掉它前面的分隔符（%4）</translation>
    </message>
    <message>
        <source>%1line %2, column %3: %4 is beyond the largest float32; read it as float64, or write inf to mean infinity</source>
        <translation>%1第 %2 行第 %3 列：%4 超出 float32 的最大值；请以 float64 读取，若要无穷大请写 inf</translation>
    </message>
    <message>
        <source>%1line %2, column %3: &quot;%4&quot; is not a number; write one like -1.5 or 2e-3, or nan for one that is missing</source>
        <translation>%1第 %2 行第 %3 列：“%4”不是数字；请写成 -1.5 或 2e-3 的样子，缺失的值写 nan</translation>
    </message>
    <message>
        <source>%1line %2, column %3: the table ends without a number; give a token a line, with commas or tabs between its numbers</source>
        <translation>%1第 %2 行第 %3 列：表格到末尾也没有数；请让每个词元占一行，数之间用逗号或制表符分隔</translation>
    </message>
    <message>
        <source>%1line %2, column %3: this cell is empty, though the first line counts the columns after it as if it were a label; fill it in, or take the first column out</source>
        <translation>%1第 %2 行第 %3 列：这个单元格是空的，而首行给其后的各列编号，仿佛它是标签；请填上，或去掉第一列</translation>
    </message>
    <message>
        <source>%1line %2, column %3: the batch that begins here has %4 lines, the first has %5; make them equally long, or take the blank lines out</source>
        <translation>%1第 %2 行第 %3 列：从这里开始的批次有 %4 行，第一个批次有 %5 行；请让它们行数相同，或去掉空行</translation>
    </message>
    <message>
        <source>%1line %2, column %3: the table begins with a line of empty cells; begin with numbers</source>
        <translation>%1第 %2 行第 %3 列：表格以一行空单元格开头；请从数开始</translation>
    </message>
    <message>
        <source>%1line %2, column %3: here is a cell more than the %4 of the first line; give every line equally many, and write decimals with a point</source>
        <translation>%1第 %2 行第 %3 列：这里比首行的 %4 个单元格多出一个；请让每行个数相同，小数点用“.”</translation>
    </message>
    <message>
        <source>%1line %2, column %3: the line ends after %4 of the %5 cells that the first line has; give every line equally many</source>
        <translation>%1第 %2 行第 %3 列：这一行只有 %4 个单元格，而首行有 %5 个；请让每行个数相同</translation>
    </message>
    <message>
        <source>%1line %2, column %3: the label &quot;%4&quot; is not written in UTF-8; save the table as UTF-8</source>
        <translation>%1第 %2 行第 %3 列：标签“%4”不是 UTF-8 编码；请把表格存成 UTF-8</translation>
    </message>
    <message>
        <source>The numbers were read as %1</source>
        <translation>各数按 %1 读取</translation>
    </message>
    <message>
        <source>The numbers were read as %1, the first line as names of columns and the first column as labels</source>
        <translation>各数按 %1 读取，首行作为列名，第一列作为标签</translation>
    </message>
    <message>
        <source>The numbers were read as %1, the first line as names of columns</source>
        <translation>各数按 %1 读取，首行作为列名</translation>
    </message>
    <message>
        <source>The numbers were read as %1, the first column as labels</source>
        <translation>各数按 %1 读取，第一列作为标签</translation>
    </message>
    <message>
        <source>%1line 1, column 1: the text is written in UTF-16, not in UTF-8; save it as UTF-8 (in Excel: CSV UTF-8)</source>
        <translation>%1第 1 行第 1 列：文本是 UTF-16 编码，不是 UTF-8；请存成 UTF-8（在 Excel 中选“CSV UTF-8”）</translation>
    </message>
    <message>
        <source>%1line %2, column %3: there is a byte 0, which no text has; save the table as text in UTF-8</source>
        <translation>%1第 %2 行第 %3 列：有一个值为 0 的字节，文本中没有这样的字节；请把表格存成 UTF-8 文本</translation>
    </message>
    <message>
        <source>%1: a table holds one tensor without a name, not &quot;%2&quot;; leave the name out</source>
        <translation>%1：表格只含一个没有名称的张量，没有“%2”；请去掉该名称</translation>
    </message>
    <message>
        <source>save the table into it again</source>
        <translation>请把表格重新保存到其中</translation>
    </message>
    <message>
        <source>%1 cannot be written: there are %2 labels for %3 tokens; give each token one, or none at all</source>
        <translation>无法写入 %1：有 %2 个标签，而有 %3 个词元；请给每个词元一个标签，或一个也不给</translation>
    </message>
    <message>
        <source>%1, byte %2: %3 belongs here; the file is damaged or cut short, open another copy of it</source>
        <translation>%1，第 %2 字节：此处应为 %3；文件已损坏或被截断，请打开它的另一份副本</translation>
    </message>
    <message>
        <source>%1, byte %2: the key &quot;%3&quot; is given twice; remove one of the two in a text editor</source>
        <translation>%1，第 %2 字节：键“%3”出现了两次；请在文本编辑器中去掉其中一个</translation>
    </message>
    <message>
        <source>%1, byte %2: more than %3 brackets are open here, which no document has; open another copy of it</source>
        <translation>%1，第 %2 字节：此处未闭合的括号超过 %3 层，任何文档都不会这样；请打开它的另一份副本</translation>
    </message>
    <message>
        <source>%1, byte %2: something follows after the last }; remove it in a text editor or open another copy</source>
        <translation>%1，第 %2 字节：最后一个 } 之后还有内容；请在文本编辑器中去掉它，或打开另一份副本</translation>
    </message>
    <message>
        <source>%1, byte %2: a line break or control character stands inside a text; write it as \n or open another copy</source>
        <translation>%1，第 %2 字节：文本内有换行或控制字符；请写成 \n 或打开另一份副本</translation>
    </message>
    <message>
        <source>%1, byte %2: no UTF-8 character begins here; save the file as UTF-8 in the editor that has changed it</source>
        <translation>%1，第 %2 字节：此处不是 UTF-8 字符的开头；请在改动过它的编辑器中把文件存成 UTF-8</translation>
    </message>
    <message>
        <source>%1, byte %2: after the values that its header promises more bytes follow (%3); save the array again with numpy.save</source>
        <translation>%1，第 %2 字节：在文件头声明的数据之后还有字节（%3）；请用 numpy.save 重新保存数组</translation>
    </message>
    <message>
        <source>%1 holds one array, which has no name; leave the name &quot;%2&quot; out</source>
        <translation>%1 只含一个没有名称的数组；请去掉名称“%2”</translation>
    </message>
    <message>
        <source>%1, header: the values have the type %2, which is not read; save %3</source>
        <translation>%1，文件头：值的类型是 %2，无法读取；请保存 %3</translation>
    </message>
    <message>
        <source>%1, header: the shape %2 has a negative size; save the array again with numpy.save</source>
        <translation>%1，文件头：形状 %2 中有负的大小；请用 numpy.save 重新保存数组</translation>
    </message>
    <message>
        <source>%1, header: the shape %2 takes more bytes than any file has; save the array again with numpy.save</source>
        <translation>%1，文件头：形状 %2 所需的字节数超过任何文件；请用 numpy.save 重新保存数组</translation>
    </message>
    <message>
        <source>%1line %2, column %3: here begins one number more than the %4 that a tensor may have; paste a part of them</source>
        <translation>%1第 %2 行第 %3 列：从这里开始，数的个数超过了张量最多可有的 %4 个；请只粘贴其中一部分</translation>
    </message>
    <message>
        <source>%1line %2, column %3: the text ends without a number; copy cells, a list or a print-out</source>
        <translation>%1第 %2 行第 %3 列：文本到末尾也没有数；请复制单元格、列表或打印结果</translation>
    </message>
    <message>
        <source>%1line %2, column %3: %4 is beyond the largest float32; change the type to float64, or write inf to mean infinity</source>
        <translation>%1第 %2 行第 %3 列：%4 超出 float32 的最大值；请把类型改为 float64，若要无穷大请写 inf</translation>
    </message>
    <message>
        <source>There is no library &quot;%1&quot; to compare with; choose another one or none</source>
        <translation>没有可用来对照的库“%1”；请另选一个或选“无”</translation>
    </message>
    <message>
        <source>There are %1 labels for %2 tokens; give one a token or none</source>
        <translation>有 %1 个标签，而有 %2 个词元；请给每个词元一个标签，或一个也不给</translation>
    </message>
    <message>
        <source>open another copy of it</source>
        <translation>请打开它的另一份副本</translation>
    </message>
    <message>
        <source>%1, byte %2: no document of this program begins here; open a .lnx file that it has saved</source>
        <translation>%1，第 %2 字节：开头不是本程序的文档；请打开由本程序保存的 .lnx 文件</translation>
    </message>
    <message>
        <source>%1, byte %2: the key &quot;%3&quot; is missing in the object that begins here; add it or open another copy</source>
        <translation>%1，第 %2 字节：从这里开始的对象缺少键“%3”；请补上或打开另一份副本</translation>
    </message>
    <message>
        <source>%1, byte %2: the value of &quot;%3&quot; must be like %4; correct it in a text editor or open another copy</source>
        <translation>%1，第 %2 字节：“%3”的值应为 %4 的样子；请在文本编辑器中改正，或打开另一份副本</translation>
    </message>
    <message>
        <source>%1, byte %2: &quot;%3&quot;: %4</source>
        <translation>%1，第 %2 字节：“%3”：%4</translation>
    </message>
    <message>
        <source>%1, byte %2: a newer version of this program has saved the document in version %4 of its format, and this one reads up to %5; open it with a newer LayerNorm Explorer</source>
        <translation>%1，第 %2 字节：文档由本程序的更新版本以格式版本 %4 保存，而本版本最高只能读 %5；请用更新的 LayerNorm Explorer 打开</translation>
    </message>
    <message>
        <source>%1, byte %2: there are %4 labels for %5 tokens; give one a token or none</source>
        <translation>%1，第 %2 字节：有 %4 个标签，而有 %5 个词元；请给每个词元一个标签，或一个也不给</translation>
    </message>
    <message>
        <source>%1, byte %2: &quot;%3&quot; is %4, which does not fit the shape %5; write 1 to %6</source>
        <translation>%1，第 %2 字节：“%3”是 %4，不适合形状 %5；请写 1 到 %6</translation>
    </message>
    <message>
        <source>%1, byte %2: the selected cell %4 lies outside of the %5 rows and %6 columns of the input; write [0, 0]</source>
        <translation>%1，第 %2 字节：所选单元格 %4 在输入的 %5 行 %6 列之外；请写 [0, 0]</translation>
    </message>
    <message>
        <source>%1, byte %2: &quot;%3&quot; has both &quot;values&quot; and &quot;base64&quot;; remove one of the two in a text editor</source>
        <translation>%1，第 %2 字节：“%3”同时有 &quot;values&quot; 和 &quot;base64&quot;；请在文本编辑器中去掉其中一个</translation>
    </message>
    <message>
        <source>%1, byte %2: &quot;%3&quot; has %4 values, and the shape %5 takes %6; correct one of them or open another copy</source>
        <translation>%1，第 %2 字节：“%3”有 %4 个值，而形状 %5 需要 %6 个；请改正其中之一，或打开另一份副本</translation>
    </message>
    <message>
        <source>%1, byte %2: &quot;%3&quot; has %4 characters, and the shape %5 in %6 takes %7; the file is cut short or changed, open another copy</source>
        <translation>%1，第 %2 字节：“%3”有 %4 个字符，而形状 %5（%6）需要 %7 个；文件被截断或改动过，请打开另一份副本</translation>
    </message>
    <message>
        <source>%1, byte %2: the base64 of &quot;%3&quot; is damaged here; open another copy</source>
        <translation>%1，第 %2 字节：“%3”的 base64 在此处损坏；请打开另一份副本</translation>
    </message>
    <message>
        <source>%1, byte %2: &quot;%3&quot; is %4 in %5, and the input takes %6 in %7; correct it or open another copy</source>
        <translation>%1，第 %2 字节：“%3”的形状是 %4（%5），而输入需要 %6（%7）；请改正或打开另一份副本</translation>
    </message>
    <message>
        <source>%1, byte 0: the header has the length 0, so this is no .safetensors file; save the tensors with save_file of safetensors</source>
        <translation>%1，第 0 字节：文件头的长度为 0，所以这不是 .safetensors 文件；请用 safetensors 的 save_file 保存张量</translation>
    </message>
    <message>
        <source>%1, byte 0: a header of %2 bytes is longer than the 100 MB the format allows, so this is no .safetensors file; save the tensors with save_file of safetensors</source>
        <translation>%1，第 0 字节：%2 字节的文件头超过了该格式允许的 100 MB，所以这不是 .safetensors 文件；请用 safetensors 的 save_file 保存张量</translation>
    </message>
    <message>
        <source>%1 ends at byte %2, inside its header of %3 bytes; copy or download it again, it is cut short</source>
        <translation>%1 在第 %2 字节处结束，%3 字节的文件头尚不完整；文件被截断，请重新复制或下载</translation>
    </message>
    <message>
        <source>%1 ends at byte %2, before the 8 bytes with the length of its header; copy or download it again, it is cut short</source>
        <translation>%1 在第 %2 字节处结束，存放文件头长度的 8 个字节尚不完整；文件被截断，请重新复制或下载</translation>
    </message>
    <message>
        <source>%1 holds no tensor; save one into it with save_file of safetensors</source>
        <translation>%1 中没有张量；请用 safetensors 的 save_file 存入一个</translation>
    </message>
    <message>
        <source>%1: none of its %2 tensors can be normalised, for lack of elements or dimensions or because of their type; save one as F32 of rank 1 to 8</source>
        <translation>%1：它的 %2 个张量都无法归一化，因为没有元素、没有维度或类型不合适；请以 F32 保存一个 1 到 8 维的张量</translation>
    </message>
    <message>
        <source>%1 holds %2 tensors to choose from; name one with --tensor: %3</source>
        <translation>%1 有 %2 个张量可选；请用 --tensor 指定一个：%3</translation>
    </message>
    <message>
        <source>%1 holds no tensor &quot;%2&quot; among its %3; name one of those that can be normalised: %4</source>
        <translation>%1 的 %3 个张量中没有“%2”；请指定一个可以归一化的：%4</translation>
    </message>
    <message>
        <source>%1 cannot be written: the words of the tokens take more than the 100 MB the format has room for; write another kind of file</source>
        <translation>无法写入 %1：各词元的文字超过了该格式所能容纳的 100 MB；请写成另一种文件</translation>
    </message>
    <message>
        <source>%1, header: the name &quot;%2&quot; is there twice; give each tensor its own and save them again</source>
        <translation>%1，文件头：名称“%2”出现了两次；请给每个张量不同的名称并重新保存</translation>
    </message>
    <message>
        <source>%1, header: &quot;%2&quot; is %3, not an object of texts; save the tensors again with save_file of safetensors</source>
        <translation>%1，文件头：“%2”是 %3，而不是由文本组成的对象；请用 safetensors 的 save_file 重新保存张量</translation>
    </message>
    <message>
        <source>%1, header: &quot;%2&quot; in the metadata is %3, not a text; write it as one, with quotes around it</source>
        <translation>%1，文件头：元数据中的“%2”是 %3，不是文本；请写成带引号的文本</translation>
    </message>
    <message>
        <source>%1, header: the metadata has the key &quot;%2&quot; twice; leave one of them out</source>
        <translation>%1，文件头：元数据中的键“%2”出现了两次；请去掉其中一个</translation>
    </message>
    <message>
        <source>%1, header: the tensor &quot;%2&quot; is %3, not an object with dtype, shape and data_offsets; save the tensors again with save_file of safetensors</source>
        <translation>%1，文件头：张量“%2”是 %3，而不是含有 dtype、shape 和 data_offsets 的对象；请用 safetensors 的 save_file 重新保存张量</translation>
    </message>
    <message>
        <source>%1, header: the tensor &quot;%2&quot; has a field &quot;%3&quot; besides dtype, shape and data_offsets; leave it out</source>
        <translation>%1，文件头：张量“%2”除 dtype、shape 和 data_offsets 外还有字段“%3”；请去掉它</translation>
    </message>
    <message>
        <source>%1, header: the tensor &quot;%2&quot; has the field &quot;%3&quot; twice; leave one of them out</source>
        <translation>%1，文件头：张量“%2”的字段“%3”出现了两次；请去掉其中一个</translation>
    </message>
    <message>
        <source>%1, header: the dtype of the tensor &quot;%2&quot; is %3, not a text such as &quot;F32&quot;; save the tensors again with save_file of safetensors</source>
        <translation>%1，文件头：张量“%2”的 dtype 是 %3，而不是 &quot;F32&quot; 这样的文本；请用 safetensors 的 save_file 重新保存张量</translation>
    </message>
    <message>
        <source>%1, header: the dtype &quot;%3&quot; of the tensor &quot;%2&quot; is unknown; save it as one of: %4</source>
        <translation>%1，文件头：张量“%2”的 dtype“%3”是未知的；请保存为其中之一：%4</translation>
    </message>
    <message>
        <source>%1, header: the shape of the tensor &quot;%2&quot; holds %3, where only whole numbers from 0 to 2^63-1 belong, in one list; save the tensors again with save_file of safetensors</source>
        <translation>%1，文件头：张量“%2”的 shape 中有 %3，而此处只应有一个由 0 到 2^63-1 的整数组成的列表；请用 safetensors 的 save_file 重新保存张量</translation>
    </message>
    <message>
        <source>%1, header: the shape of the tensor &quot;%2&quot; has more than %3 dimensions; save it with at most 8</source>
        <translation>%1，文件头：张量“%2”的 shape 超过 %3 维；请以最多 8 维保存</translation>
    </message>
    <message>
        <source>%1, header: the data_offsets of the tensor &quot;%2&quot; hold %3, where exactly two whole numbers from 0 belong, in one list; save the tensors again with save_file of safetensors</source>
        <translation>%1，文件头：张量“%2”的 data_offsets 中有 %3，而此处应为一个恰好含两个非负整数的列表；请用 safetensors 的 save_file 重新保存张量</translation>
    </message>
    <message>
        <source>%1, header: the tensor &quot;%2&quot; lacks the field &quot;%3&quot;; save the tensors again with save_file of safetensors</source>
        <translation>%1，文件头：张量“%2”缺少字段“%3”；请用 safetensors 的 save_file 重新保存张量</translation>
    </message>
    <message>
        <source>%1, byte 8: the header does not begin with {, so this is no .safetensors file; save the tensors with save_file of safetensors</source>
        <translation>%1，第 8 字节：文件头不以 { 开头，所以这不是 .safetensors 文件；请用 safetensors 的 save_file 保存张量</translation>
    </message>
    <message>
        <source>%1, byte %2: the header is not UTF-8 there; save the tensors again with save_file of safetensors</source>
        <translation>%1，第 %2 字节：文件头在此处不是 UTF-8；请用 safetensors 的 save_file 重新保存张量</translation>
    </message>
    <message>
        <source>%1, byte %2: something stands behind the header&apos;s JSON, where only blanks may follow; save the tensors again with save_file of safetensors</source>
        <translation>%1，第 %2 字节：文件头的 JSON 之后只能有空白，而此处另有内容；请用 safetensors 的 save_file 重新保存张量</translation>
    </message>
    <message>
        <source>%1, byte %2: %3 belongs here in the header; save the tensors again with save_file of safetensors</source>
        <translation>%1，第 %2 字节：文件头的此处应为 %3；请用 safetensors 的 save_file 重新保存张量</translation>
    </message>
    <message>
        <source>%1, header: the values of the tensors &quot;%2&quot; and &quot;%3&quot; overlap at byte %4; save the tensors again with save_file of safetensors</source>
        <translation>%1，文件头：张量“%2”和“%3”的数据在第 %4 字节处重叠；请用 safetensors 的 save_file 重新保存张量</translation>
    </message>
    <message>
        <source>%1, header: the %2 bytes before the values of the tensor &quot;%3&quot; belong to no tensor; save the tensors again with save_file of safetensors</source>
        <translation>%1，文件头：张量“%3”的数据之前有 %2 字节不属于任何张量；请用 safetensors 的 save_file 重新保存张量</translation>
    </message>
    <message>
        <source>%1, header: the data_offsets of the tensor &quot;%2&quot; end at %4, before they begin at %3; save the tensors again with save_file of safetensors</source>
        <translation>%1，文件头：张量“%2”的 data_offsets 终点 %4 在起点 %3 之前；请用 safetensors 的 save_file 重新保存张量</translation>
    </message>
    <message>
        <source>%1, header: the shape %3 of the tensor &quot;%2&quot; is larger than any file; save the tensors again with save_file of safetensors</source>
        <translation>%1，文件头：张量“%2”的形状 %3 比任何文件都大；请用 safetensors 的 save_file 重新保存张量</translation>
    </message>
    <message>
        <source>%1, header: the tensor &quot;%2&quot; has the shape %3 of %4, which takes %5 bytes, and data_offsets of %6; save the tensors again with save_file of safetensors</source>
        <translation>%1，文件头：张量“%2”的形状是 %3（%4），需要 %5 字节，而 data_offsets 给出 %6 字节；请用 safetensors 的 save_file 重新保存张量</translation>
    </message>
    <message>
        <source>%1 has %4 bytes of values, and those of the tensor &quot;%2&quot; end at %3; copy or download it again, it is cut short</source>
        <translation>%1 有 %4 字节数据，而张量“%2”的数据到第 %3 字节才结束；文件被截断，请重新复制或下载</translation>
    </message>
    <message>
        <source>%1: %2 bytes follow behind the values of the last tensor; save the tensors again with save_file of safetensors</source>
        <translation>%1：最后一个张量的数据之后还有 %2 字节；请用 safetensors 的 save_file 重新保存张量</translation>
    </message>
    <message>
        <source>The article&apos;s tensor</source>
        <translation>文章中的张量</translation>
    </message>
    <message>
        <source>Two sentences of three tokens with four numbers each, as torch.manual_seed(0) and torch.randn(2, 3, 4) draw them</source>
        <translation>两个句子，各三个词元，每个词元四个数，由 torch.manual_seed(0) 和 torch.randn(2, 3, 4) 抽取</translation>
    </message>
    <message>
        <source>Four sentences</source>
        <translation>四个句子</translation>
    </message>
    <message>
        <source>GloVe embeddings of four sentences: a word that comes twice, such as &quot;the&quot;, has equal rows in the input and in the output, whatever stands around it</source>
        <translation>四个句子的 GloVe 嵌入：出现两次的词（例如“the”）无论周围是什么，在输入和输出中的行都相同</translation>
    </message>
    <message>
        <source>1024 common words</source>
        <translation>1024 个常用词</translation>
    </message>
    <message>
        <source>GloVe embeddings of the 1024 most common words in blocks of 128, the most common first: real data at the size of a small model</source>
        <translation>1024 个最常用词的 GloVe 嵌入，每 128 个一块，最常用的在前：具有小型模型规模的真实数据</translation>
    </message>
    <message>
        <source>The first token is 0.1 four times: its variance is exactly 0 and its output 0, or NaN once eps is 0</source>
        <translation>第一个词元是四个 0.1：它的方差恰好为 0，输出为 0；eps 为 0 时则为 NaN</translation>
    </message>
    <message>
        <source>One outlier</source>
        <translation>一个离群值</translation>
    </message>
    <message>
        <source>A single 1000 takes nearly all the variance of the middle token: its output comes close to the square root of 7, the most that 8 numbers allow, and the other seven become nearly equal</source>
        <translation>单独一个 1000 几乎占去中间词元的全部方差：它的输出接近 7 的平方根，即 8 个数所能达到的上界，其余七个变得几乎相等</translation>
    </message>
    <message>
        <source>A huge offset</source>
        <translation>巨大的偏移</translation>
    </message>
    <message>
        <source>Three tokens deviate alike from means of 0, 1024 and 1048576: their outputs are equal, because the mean is taken off first</source>
        <translation>三个词元的均值分别为 0、1024 和 1048576，与均值的偏差相同：它们的输出相等，因为先减去了均值</translation>
    </message>
    <message>
        <source>Padding</source>
        <translation>填充</translation>
    </message>
    <message>
        <source>Two sentences of random numbers, filled up with rows of zeros: these rows stay 0 with any eps above 0, and the other tokens take no notice of them</source>
        <translation>两个随机数句子，用全零的行补齐：只要 eps 大于 0，这些行就一直是 0，其他词元不受它们影响</translation>
    </message>
    <message>
        <source>Dimension 1</source>
        <translation>维度 1</translation>
    </message>
    <message>
        <source>Every token is a single number, which is its own mean: all outputs are 0, whichever numbers stand there, as long as eps is not 0</source>
        <translation>每个词元只有一个数，它就是自己的均值：只要 eps 不为 0，无论是什么数，所有输出都是 0</translation>
    </message>
    <message>
        <source>Dimension 2</source>
        <translation>维度 2</translation>
    </message>
    <message>
        <source>Of two numbers only the order remains: the outputs are close to -1 and 1, except where eps counts because the two are nearly or quite equal</source>
        <translation>两个数只留下大小次序：输出接近 -1 和 1，除非两数几乎或完全相等而使 eps 起作用</translation>
    </message>
    <message>
        <source>Dimension 3</source>
        <translation>维度 3</translation>
    </message>
    <message>
        <source>Three outputs add up to 0 and their squares to 3, but for rounding and eps: of every token there remains one angle</source>
        <translation>除去舍入和 eps 的影响，三个输出之和为 0，平方和为 3：每个词元只剩下一个角度</translation>
    </message>
    <message>
        <source>All ones</source>
        <translation>全为 1</translation>
    </message>
    <message>
        <source>The textbook&apos;s first exercise: where every number is 1, every variance is exactly 0 and every output 0, or NaN once eps is 0</source>
        <translation>教科书的第一道练习：所有数都是 1 时，每个方差恰好为 0，每个输出为 0；eps 为 0 时则为 NaN</translation>
    </message>
    <message>
        <source>The token&apos;s %1 values are too many for a formula with numbers, where at most %2 go; normalise over fewer dimensions or make the last dimension shorter</source>
        <translation>词元的 %1 个值太多，无法写成代入数值的公式，最多 %2 个；请缩小归一化范围或缩短最后一维</translation>
    </message>
    <message>
        <source>The tensor&apos;s %1 values are too many to write down as code, where at most %2 go; save it as a file and load that</source>
        <translation>张量的 %1 个值太多，无法写成代码，最多 %2 个；请保存为文件再载入</translation>
    </message>
    <message>
        <source>%1 is a link to a file that does not exist; open the file itself</source>
        <translation>%1 是指向不存在的文件的链接；请直接打开文件本身</translation>
    </message>
    <message>
        <source>%1 is a folder; name a file in it</source>
        <translation>%1 是文件夹；请指定其中的文件</translation>
    </message>
    <message>
        <source>%1 is no ordinary file but a pipe, a socket or a device; copy its contents into a file and open that</source>
        <translation>%1 不是普通文件，而是管道、套接字或设备；请把其内容复制到文件中再打开</translation>
    </message>
    <message>
        <source>%1 is empty; %2</source>
        <translation>%1 是空的；%2</translation>
    </message>
    <message>
        <source>%1 became shorter while it was read, it had %2 bytes and now ends before byte %3; try again when nothing else writes it</source>
        <translation>%1 在读取过程中变短了，原有 %2 字节，现在不到第 %3 字节就结束；请在没有其他程序写入时重试</translation>
    </message>
    <message>
        <source>%1 has %2 bytes, more than the %3 that are read of such a file; open a smaller one</source>
        <translation>%1 有 %2 字节，超过此类文件可读取的 %3 字节；请打开小一些的文件</translation>
    </message>
    <message>
        <source>%1axis %2 has the size %3, and %4 indices from %5 on are not all within it; choose fewer, or an earlier start</source>
        <translation>%1轴 %2 的大小是 %3，从 %5 开始的 %4 个索引超出了范围；请减少个数或提前起点</translation>
    </message>
    <message>
        <source>%1ranges are given for %2 axes, but there are %3; leave the others out</source>
        <translation>%1给出了 %2 个轴的范围，而只有 %3 个轴；请去掉多余的</translation>
    </message>
    <message>
        <source>%1: a single number without a dimension leaves nothing to normalise; save array.reshape(1)</source>
        <translation>%1：没有维度的单个数无从归一化；请保存 array.reshape(1)</translation>
    </message>
    <message>
        <source>%1: there are %2 dimensions, and at most 8 are read; merge some with array.reshape and save that</source>
        <translation>%1：有 %2 维，而最多读取 8 维；请用 array.reshape 合并几维后保存</translation>
    </message>
    <message>
        <source>%1: the shape %2 has more than 64 million elements; save a part of it</source>
        <translation>%1：形状 %2 超过六千四百万个元素；请只保存其中一部分</translation>
    </message>
    <message>
        <source>%1: the shape %2 has more than 64 million elements; open a part of it with --batches and --tokens, such as --tokens 0:1000</source>
        <translation>%1：形状 %2 超过六千四百万个元素；请用 --batches 和 --tokens 打开其中一部分，例如 --tokens 0:1000</translation>
    </message>
    <message>
        <source>%1: the shape %2 has no elements, so there is nothing to normalise; save an array with at least one in every dimension</source>
        <translation>%1：形状 %2 没有元素，所以无从归一化；请保存每一维至少有一个元素的数组</translation>
    </message>
    <message>
        <source>%1: values of the type %2 are not read; convert them to float32 and save that</source>
        <translation>%1：无法读取类型为 %2 的值；请转换为 float32 后保存</translation>
    </message>
    <message>
        <source>The %1 values of %2 became %3</source>
        <translation>%2 的 %1 值已转换为 %3</translation>
    </message>
    <message>
        <source>The %1 values of %2 became %3, which rounded %4 of them: not every integer beyond 2^53 is a float64</source>
        <translation>%2 的 %1 值已转换为 %3，其中 %4 个被舍入：超过 2^53 的整数并非都能用 float64 表示</translation>
    </message>
    <message>
        <source>Safetensors</source>
        <translation>Safetensors</translation>
    </message>
    <message>
        <source>Comma-separated table</source>
        <translation>逗号分隔的表格</translation>
    </message>
    <message>
        <source>Tab-separated table</source>
        <translation>制表符分隔的表格</translation>
    </message>
    <message>
        <source>The upstream gradient has the shape %1 in %2; it must be %3 in %4, as the output</source>
        <translation>上游梯度的形状是 %1（%2）；应与输出相同，为 %3（%4）</translation>
    </message>
    <message>
        <source>The attention weight %1 has the shape %2 in %3; it must be %4 in %5, which the input&apos;s last dimension demands</source>
        <translation>注意力的权重矩阵 %1 的形状是 %2（%3）；应为 %4（%5），这由输入的最后一维决定</translation>
    </message>
    <message>
        <source>Attention works on [batch, sequence, dimension], not on the shape %1; reshape it to three dimensions</source>
        <translation>注意力作用于 [批次, 序列, 维度]，而不是形状 %1；请重塑为三维</translation>
    </message>
    <message>
        <source>%1 heads do not divide the dimension %2; choose a number that does, such as 1</source>
        <translation>%1 个头不能整除维度 %2；请选能整除的个数，例如 1</translation>
    </message>
    <message>
        <source>The feed-forward weight %1 has the shape %2 in %3; it must be %4 in %5</source>
        <translation>前馈部分的权重 %1 的形状是 %2（%3）；应为 %4（%5）</translation>
    </message>
    <message>
        <source>A feed-forward part of %1 values is out of range; choose 0 (none) to %2</source>
        <translation>前馈部分的 %1 个值超出范围；请选 0（没有）到 %2</translation>
    </message>
    <message>
        <source>A block normalises over the dimension, not over %1 dimensions; choose 1</source>
        <translation>块只沿维度归一化，而不是沿最后 %1 维；请选 1</translation>
    </message>
    <message>
        <source>The layers of %1 blocks on the shape %2 have more than %3 values; take fewer blocks or a smaller tensor</source>
        <translation>%1 个块在形状 %2 上的各层超过 %3 个值；请减少块数或用较小的张量</translation>
    </message>
    <message>
        <source>A weight scale of %1 is out of range; choose one above 0 and at most %2</source>
        <translation>权重的缩放系数 %1 超出范围；请选大于 0 且不超过 %2 的数</translation>
    </message>
    <message>
        <source>The request&apos;s shape %1 is not that of a batch of sequences; send [batch, sequence, dimension]</source>
        <translation>请求的形状 %1 不是一批序列的形状；请发送 [batch, sequence, dimension]</translation>
    </message>
    <message>
        <source>The request asks for %1 heads of a dimension of %2; send a number that divides it</source>
        <translation>请求要求把维度 %2 分成 %1 个头；请发送能整除维度的个数</translation>
    </message>
    <message>
        <source>The request&apos;s %1 blocks have %2 weights each, more than %3 in all; send fewer or smaller ones</source>
        <translation>请求的 %1 个块每个有 %2 个权重，总数超过 %3；请发送较少或较小的块</translation>
    </message>
    <message>
        <source>The oneDNN worker computes the gradient of LayerNorm in float32 only; choose float32</source>
        <translation>oneDNN 对照进程只以 float32 计算 LayerNorm 的梯度；请选择 float32</translation>
    </message>
    <message>
        <source>The answer would have %1 values, more than %2; send a smaller tensor</source>
        <translation>应答会有 %1 个值，超过 %2 个；请发送较小的张量</translation>
    </message>
    <message>
        <source>The attention weights of the dimension %1 would be more than %2 values; take a smaller dimension</source>
        <translation>维度 %1 的注意力权重矩阵会超过 %2 个值；请用较小的维度</translation>
    </message>
    <message>
        <source>The attention of the shape %1 with %2 heads would be more than %3 values; take fewer tokens or heads</source>
        <translation>形状 %1、%2 个头的注意力会超过 %3 个值；请减少词元或头</translation>
    </message>
    <message>
        <source>A feed-forward part of %1 values has more than %2 weights for the dimension %3; choose a smaller one</source>
        <translation>维度为 %3 时，%1 个值的前馈部分的权重超过 %2 个；请选小一些的</translation>
    </message>
    <message>
        <source>line %1, column 1: &quot;%2&quot; is not a number, as others in this column are; correct it, or paste the labels under a header whose first cell is empty</source>
        <translation>第 %1 行第 1 列：“%2”不是数字，而这一列中其他的是；请改正，或把标签粘贴在首格为空的表头之下</translation>
    </message>
    <message>
        <source>save the array into it again with numpy.save</source>
        <translation>请用 numpy.save 把数组重新保存到其中</translation>
    </message>
    <message>
        <source>save the tensors into it again with save_file of safetensors</source>
        <translation>请用 safetensors 的 save_file 把张量重新保存到其中</translation>
    </message>
    <message>
        <source>Another lesson has the id &quot;%1&quot;; give this one another by &quot;id: ...&quot;</source>
        <translation>另一个课程已使用 id“%1”；请用“id: ...”给这个课程换一个</translation>
    </message>
    <message>
        <source>--lesson-step is a step of a lesson; name that by --lesson</source>
        <translation>--lesson-step 指课程的某一步；请用 --lesson 指明课程</translation>
    </message>
    <message>
        <source>%1 is no index; take a whole number from 0 on</source>
        <translation>%1 不是下标；请用从 0 开始的整数</translation>
    </message>
    <message>
        <source>batch</source>
        <translation>批次</translation>
    </message>
    <message>
        <source>head</source>
        <translation>注意力头</translation>
    </message>
    <message>
        <source>token</source>
        <translation>词元</translation>
    </message>
    <message>
        <source>norm</source>
        <translation>归一化方式</translation>
    </message>
    <message>
        <source>layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>The formula &quot;%1&quot; has %2 values; leave the comma out</source>
        <translation>公式“%1”有 %2 个值；请去掉逗号</translation>
    </message>
    <message>
        <source>The formula &quot;%1&quot; names &quot;%2&quot;, which is not known; resources/lessons/README.md lists what is</source>
        <translation>公式“%1”中的“%2”未知；可用的量见 resources/lessons/README.md</translation>
    </message>
    <message>
        <source>The text is no UTF-8 from here on; save the file as UTF-8</source>
        <translation>从这里起不是 UTF-8 文本；请把文件存为 UTF-8</translation>
    </message>
    <message>
        <source>write the lesson into it</source>
        <translation>请把课程写进去</translation>
    </message>
    <message>
        <source>There is no %1 %2; it has to be from 0 to %3</source>
        <translation>没有%1 %2；应在 0 到 %3 之间</translation>
    </message>
    <message>
        <source>dimension</source>
        <translation>维度</translation>
    </message>
    <message>
        <source>After the bar in {%1} stands &quot;%2&quot;; write digits after the point, 0 to %3, or e and digits</source>
        <translation>{%1} 的竖线后面是“%2”；请写小数位数（0 到 %3），或 e 加位数</translation>
    </message>
    <message>
        <source>The brace before &quot;%1&quot; is not closed on its line; close it, or write \{ for a brace itself</source>
        <translation>“%1”前面的花括号在本行没有闭合；请闭合它，若要花括号本身请写 \{</translation>
    </message>
    <message>
        <source>A lesson&apos;s Transformer block of the shape %1 would take too long; take a smaller tensor or fewer blocks</source>
        <translation>课程中形状为 %1 的 Transformer 块计算太久；请用更小的张量或更少的块</translation>
    </message>
    <message>
        <source>Choice %1 of the question is right as well as choice %2; change the formulas so that one is</source>
        <translation>问题的选项 %1 和选项 %2 都正确；请修改公式，使恰有一个正确</translation>
    </message>
    <message>
        <source>No choice of the question is right; change the formulas so that one is</source>
        <translation>问题没有正确的选项；请修改公式，使恰有一个正确</translation>
    </message>
    <message>
        <source>The right number %1 with the tolerance %2 cannot be typed; take a finite number, and a tolerance from 0 on</source>
        <translation>正确答案 %1（误差 %2）无法输入；请用有限的数和不小于 0 的误差</translation>
    </message>
    <message>
        <source>The claim &quot;%1&quot; does not hold; change it, or what is loaded</source>
        <translation>论断“%1”不成立；请修改它，或修改所载入的数值</translation>
    </message>
    <message>
        <source>After &quot;%1&quot; stands the wide colon of Chinese texts; write the narrow one (:)</source>
        <translation>“%1”后面是全角冒号；请改成半角冒号（:）</translation>
    </message>
    <message>
        <source>There is no keyword &quot;%1&quot;; write &quot;%2&quot;, or put a backslash before the line if it is text</source>
        <translation>没有关键字“%1”；请写“%2”，如果是正文请在行首加反斜杠</translation>
    </message>
    <message>
        <source>&quot;%1:&quot; stands before the first step; begin one with a line &quot;=== Title&quot;</source>
        <translation>“%1:”写在第一步之前；请先用“=== 标题”开始一步</translation>
    </message>
    <message>
        <source>&quot;%1:&quot; stands inside a step; it belongs before the first one, or put a backslash before it</source>
        <translation>“%1:”写在步骤之内；它应在第一步之前，如果是正文请加反斜杠</translation>
    </message>
    <message>
        <source>&quot;%1:&quot; stands without a question; write &quot;ask:&quot; first</source>
        <translation>“%1:”没有对应的问题；请先写“ask:”</translation>
    </message>
    <message>
        <source>After &quot;%1:&quot; stands nothing; write its value there</source>
        <translation>“%1:”后面是空的；请写上它的值</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is text before the first step; begin one with a line &quot;=== Title&quot;</source>
        <translation>“%1”是第一步之前的正文；请先用“=== 标题”开始一步</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is text after the answers; put it before &quot;ask:&quot; or after &quot;explain:&quot;</source>
        <translation>“%1”是答案之后的正文；请移到“ask:”之前或“explain:”之后</translation>
    </message>
    <message>
        <source>The step has no title; write it after &quot;===&quot;</source>
        <translation>这一步没有标题；请写在“===”之后</translation>
    </message>
    <message>
        <source>Another step has the title &quot;%1&quot;; change one of them</source>
        <translation>另一步的标题也是“%1”；请修改其中一个</translation>
    </message>
    <message>
        <source>The question has no answer; write two to five &quot;choice:&quot; lines or a &quot;number:&quot; line after it</source>
        <translation>问题没有答案；请在后面写二到五行“choice:”或一行“number:”</translation>
    </message>
    <message>
        <source>The question has %1 choice(s); give it two to five</source>
        <translation>问题有 %1 个选项；请给出二到五个</translation>
    </message>
    <message>
        <source>The question has no explanation; write it after &quot;explain:&quot;</source>
        <translation>问题没有解释；请写在“explain:”之后</translation>
    </message>
    <message>
        <source>The step &quot;%1&quot; has no text; write some below it</source>
        <translation>步骤“%1”没有正文；请在下面写上</translation>
    </message>
    <message>
        <source>The lesson has no title; write &quot;title: ...&quot; before its steps</source>
        <translation>课程没有标题；请在各步之前写“title: ...”</translation>
    </message>
    <message>
        <source>The lesson does not say what it is about; write &quot;about: ...&quot; before its steps</source>
        <translation>课程没有说明；请在各步之前写“about: ...”</translation>
    </message>
    <message>
        <source>The lesson has no step; begin one with a line &quot;=== Title&quot;</source>
        <translation>课程没有步骤；请用“=== 标题”开始一步</translation>
    </message>
    <message>
        <source>&quot;%1:&quot; is given twice; leave one out</source>
        <translation>“%1:”出现了两次；请去掉一个</translation>
    </message>
    <message>
        <source>&quot;order:&quot; does not take &quot;%1&quot;; give it a whole number</source>
        <translation>“order:”不能是“%1”；请写整数</translation>
    </message>
    <message>
        <source>There is no &quot;%1&quot; here; take some of %2</source>
        <translation>这里没有“%1”；可用的有 %2</translation>
    </message>
    <message>
        <source>A step asks one question; begin another step for the next</source>
        <translation>每一步只有一个问题；下一个问题请另起一步</translation>
    </message>
    <message>
        <source>&quot;%1:&quot; has no two parts; write them with &quot; :: &quot; in between</source>
        <translation>“%1:”应有两部分；请用“ :: ”隔开</translation>
    </message>
    <message>
        <source>The question takes a number already; leave its choices or its number out</source>
        <translation>问题已要求填数；请去掉选项或数值</translation>
    </message>
    <message>
        <source>The question has answers already; leave its choices or its number out</source>
        <translation>问题已有答案；请去掉选项或数值</translation>
    </message>
    <message>
        <source>&quot;%1&quot; does not take &quot;%2&quot;; write it as: %3</source>
        <translation>“%1”不能写成“%2”；应写成：%3</translation>
    </message>
    <message>
        <source>There are %1 values where the shape %2 takes %3; write as many</source>
        <translation>有 %1 个数值，而形状 %2 需要 %3 个；请写够数目</translation>
    </message>
    <message>
        <source>There is no sample &quot;%1&quot;; take one of %2</source>
        <translation>没有示例“%1”；可用的有 %2</translation>
    </message>
    <message>
        <source>The tensor has %1 dimensions, too few to normalise over %2; take at most that many</source>
        <translation>张量有 %1 个维度，不够在 %2 个维度上归一化；请不要超过它</translation>
    </message>
    <message>
        <source>There is no page &quot;%1&quot;; take one of %2</source>
        <translation>没有页面“%1”；可用的有 %2</translation>
    </message>
    <message>
        <source>There is no library &quot;%1&quot;; take one of %2</source>
        <translation>没有库“%1”；可用的有 %2</translation>
    </message>
    <message>
        <source>There is no control &quot;%1&quot; to set; take one of %2</source>
        <translation>没有可设置的控件“%1”；可用的有 %2</translation>
    </message>
    <message>
        <source>The control &quot;%1&quot; does not take &quot;%2&quot;; give it one of %3</source>
        <translation>控件“%1”不能设为“%2”；可用的有 %3</translation>
    </message>
    <message>
        <source>%1 heads do not divide the dimension %2; take a number that does</source>
        <translation>%1 个注意力头不能整除维度 %2；请换一个能整除的数</translation>
    </message>
    <message>
        <source>There is no command &quot;%1&quot;; take one of %2</source>
        <translation>没有命令“%1”；可用的有 %2</translation>
    </message>
    <message>
        <source>A lesson&apos;s numbers are worked out for tensors of up to %1 values; this one has %2</source>
        <translation>课程只计算不超过 %1 个数值的张量；这个有 %2 个</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no number format; write automatic, decimals:4, scientific:5, fraction:2 or hexadecimal, with 1 to 17 digits</source>
        <translation>“%1”不是数字格式；请写 automatic、decimals:4、scientific:5、fraction:2 或 hexadecimal，位数为 1 到 17</translation>
    </message>
    <message>
        <source>no library was asked for</source>
        <translation>没有指定对照库</translation>
    </message>
    <message>
        <source>%1 and %2 differ by at most %3 in %4 value; allclose(%5)</source>
        <translation>%1 与 %2 在 %4 个值中最多相差 %3；allclose(%5)</translation>
    </message>
    <message>
        <source>%1 and %2 differ by at most %3 in %4 values; allclose(%5)</source>
        <translation>%1 与 %2 在 %4 个值中最多相差 %3；allclose(%5)</translation>
    </message>
    <message>
        <source>%1 and %2 differ by at most %3, beyond the tolerance in %4 of %5 value, worst at %6: ours %7, %8; allclose(%9)</source>
        <translation>%1 与 %2 最多相差 %3，%5 个值中有 %4 个超出容差，最大处在 %6：本程序 %7，%8；allclose(%9)</translation>
    </message>
    <message>
        <source>%1 and %2 differ by at most %3, beyond the tolerance in %4 of %5 values, worst at %6: ours %7, %8; allclose(%9)</source>
        <translation>%1 与 %2 最多相差 %3，%5 个值中有 %4 个超出容差，最大处在 %6：本程序 %7，%8；allclose(%9)</translation>
    </message>
    <message>
        <source>it ends too early</source>
        <translation>公式不完整</translation>
    </message>
    <message>
        <source>a bracket is missing</source>
        <translation>缺少括号</translation>
    </message>
    <message>
        <source>a bracket stands where none can be</source>
        <translation>此处不能有括号</translation>
    </message>
    <message>
        <source>a quantity is given too many indices</source>
        <translation>下标太多</translation>
    </message>
    <message>
        <source>a quantity is given too few indices</source>
        <translation>下标太少</translation>
    </message>
    <message>
        <source>it names something that is not known</source>
        <translation>含有未知的名称</translation>
    </message>
    <message>
        <source>a value is missing</source>
        <translation>缺少数值</translation>
    </message>
    <message>
        <source>an operator is missing</source>
        <translation>缺少运算符</translation>
    </message>
    <message>
        <source>it has no value</source>
        <translation>没有值</translation>
    </message>
    <message>
        <source>it cannot be understood</source>
        <translation>无法理解</translation>
    </message>
    <message>
        <source>The formula &quot;%1&quot; is wrong at character %2: %3</source>
        <translation>公式“%1”的第 %2 个字符处有误：%3</translation>
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
        <source>LayerNorm Explorer</source>
        <translation>LayerNorm Explorer</translation>
    </message>
    <message>
        <source>Open elsewhere</source>
        <translation>已在别处打开</translation>
    </message>
    <message>
        <source>%1 is open in %2.</source>
        <translation>%1 已在 %2 中打开。</translation>
    </message>
    <message>
        <source>A copy can be opened; it has to be saved under another name.</source>
        <translation>可以打开一份副本，但须以另一个名称保存。</translation>
    </message>
    <message>
        <source>Open a &amp;copy</source>
        <translation>打开副本(&amp;C)</translation>
    </message>
    <message>
        <source>Changed by another program</source>
        <translation>已被其他程序更改</translation>
    </message>
    <message>
        <source>%1 was changed after it was opened here.</source>
        <translation>%1 在此打开之后又被更改过。</translation>
    </message>
    <message>
        <source>Saving overwrites what the other program has written.</source>
        <translation>保存会覆盖其他程序写入的内容。</translation>
    </message>
    <message>
        <source>&amp;Overwrite</source>
        <translation>覆盖(&amp;O)</translation>
    </message>
    <message>
        <source>Unsaved changes were kept</source>
        <translation>未保存的更改已保留</translation>
    </message>
    <message>
        <source>The program ended before the changes of %1 were saved.</source>
        <translation>程序在 %1 的更改保存之前就结束了。</translation>
    </message>
    <message>
        <source>They were kept on %1.</source>
        <translation>这些更改保留于 %1。</translation>
    </message>
    <message>
        <source>&amp;Recover</source>
        <translation>恢复(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Throw away</source>
        <translation>丢弃(&amp;T)</translation>
    </message>
    <message>
        <source>Unsaved changes</source>
        <translation>未保存的更改</translation>
    </message>
    <message>
        <source>%1 has changes that are not saved.</source>
        <translation>%1 有未保存的更改。</translation>
    </message>
</context>
<context>
    <name>FlowTexts</name>
    <message>
        <source>gradient ‖dL/dh‖</source>
        <translation>梯度 ‖dL/dh‖</translation>
    </message>
    <message>
        <source>gradient of the weights</source>
        <translation>权重的梯度</translation>
    </message>
    <message>
        <source>layer (0: the input, %1: the top)</source>
        <translation>层（0：输入，%1：顶层）</translation>
    </message>
    <message>
        <source>residual, Post-LN</source>
        <translation>有残差，Post-LN</translation>
    </message>
    <message>
        <source>no residual, Post-LN</source>
        <translation>无残差，Post-LN</translation>
    </message>
    <message>
        <source>residual, Pre-LN</source>
        <translation>有残差，Pre-LN</translation>
    </message>
    <message>
        <source>no residual, Pre-LN</source>
        <translation>无残差，Pre-LN</translation>
    </message>
    <message>
        <source>residual, no LN</source>
        <translation>有残差，无 LN</translation>
    </message>
    <message>
        <source>no residual, no LN</source>
        <translation>无残差，无 LN</translation>
    </message>
</context>
<context>
    <name>Headless</name>
    <message>
        <source>the library&apos;s columns lack values: %1</source>
        <translation>对照库的列缺少值：%1</translation>
    </message>
</context>
<context>
    <name>Help</name>
    <message>
        <source>More: %1</source>
        <translation>更多：%1</translation>
    </message>
</context>
<context>
    <name>Language</name>
    <message>
        <source>There is no language &quot;%1&quot;, so this is English; choose %2</source>
        <translation>没有语言“%1”，因此使用英文；可选：%2</translation>
    </message>
</context>
<context>
    <name>Lessons</name>
    <message>
        <source>%1, line %2: %3</source>
        <translation>%1，第 %2 行：%3</translation>
    </message>
</context>
<context>
    <name>MismatchTexts</name>
    <message>
        <source>eps added to the variance&apos;s square</source>
        <translation>eps 加在方差的平方上</translation>
    </message>
    <message>
        <source>no square root</source>
        <translation>没有开方</translation>
    </message>
    <message>
        <source>eps outside the root</source>
        <translation>eps 在根号外</translation>
    </message>
    <message>
        <source>statistics of the whole tensor</source>
        <translation>用整个张量的统计量</translation>
    </message>
    <message>
        <source>wrong axes: %1</source>
        <translation>轴不对：%1</translation>
    </message>
    <message>
        <source>gamma and beta applied twice</source>
        <translation>gamma 和 beta 用了两次</translation>
    </message>
    <message>
        <source>gamma applied twice</source>
        <translation>gamma 用了两次</translation>
    </message>
    <message>
        <source>beta applied twice</source>
        <translation>beta 用了两次</translation>
    </message>
    <message>
        <source>%1.</source>
        <comment>a sentence</comment>
        <translation>%1。</translation>
    </message>
    <message>
        <source>unbiased variance</source>
        <translation>无偏方差</translation>
    </message>
    <message>
        <source>eps forgotten</source>
        <translation>漏了 eps</translation>
    </message>
    <message>
        <source>another eps: %1</source>
        <translation>另一个 eps：%1</translation>
    </message>
    <message>
        <source>RMSNorm</source>
        <translation>RMSNorm</translation>
    </message>
    <message>
        <source>mean not subtracted</source>
        <translation>没有减均值</translation>
    </message>
    <message>
        <source>gamma missing</source>
        <translation>缺少 gamma</translation>
    </message>
    <message>
        <source>beta missing</source>
        <translation>缺少 beta</translation>
    </message>
    <message>
        <source>float16 rounding</source>
        <translation>float16 舍入</translation>
    </message>
    <message>
        <source>bfloat16 rounding</source>
        <translation>bfloat16 舍入</translation>
    </message>
    <message>
        <source>rows in another order</source>
        <translation>行的次序不同</translation>
    </message>
    <message>
        <source>output transposed</source>
        <translation>输出被转置</translation>
    </message>
    <message>
        <source>input transposed</source>
        <translation>输入被转置</translation>
    </message>
    <message>
        <source>no mistake</source>
        <translation>没有错误</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>two sentences</comment>
        <translation>%1%2</translation>
    </message>
    <message>
        <source>digits ±%1</source>
        <translation>所给数字的误差 ±%1</translation>
    </message>
    <message>
        <source>every bit is given</source>
        <translation>每个二进制位都已给出</translation>
    </message>
    <message>
        <source>✘ off by %1 · %2</source>
        <translation>✘ 偏差 %1 · %2</translation>
    </message>
    <message>
        <source>✔ off by %1 · %2, the rest is rounding</source>
        <translation>✔ 偏差 %1 · %2，其余是舍入</translation>
    </message>
    <message>
        <source>✔ off by %1 · %2</source>
        <translation>✔ 偏差 %1 · %2</translation>
    </message>
</context>
<context>
    <name>Notes</name>
    <message>
        <source>All y are without γ and β.</source>
        <translation>所有 y 都不含 γ 和 β。</translation>
    </message>
    <message>
        <source>D = %1: NaN</source>
        <translation>D = %1：NaN</translation>
    </message>
    <message>
        <source>D = 1: always β</source>
        <translation>D = 1：总是 β</translation>
    </message>
    <message>
        <source>D = 2: plus and minus the same</source>
        <translation>D = 2：两个输出互为相反数</translation>
    </message>
    <message>
        <source>D = 3: on a circle</source>
        <translation>D = 3：在一个圆上</translation>
    </message>
    <message>
        <source>All values are equal, so x − μ = 0 and σ² = 0; with ε = 0 every output is 0 / 0.</source>
        <translation>所有值都相等，所以 x − μ = 0 且 σ² = 0；ε = 0 时每个输出都是 0 / 0。</translation>
    </message>
    <message>
        <source>NaN, an infinity or an overflow among these values makes every output NaN.</source>
        <translation>这些值中有 NaN、无穷大或溢出，使每个输出都成为 NaN。</translation>
    </message>
    <message>
        <source>Two values lie equally far from their mean. These are equal: both outputs are 0.</source>
        <translation>两个值到它们的均值距离相等。这里两个值相同：两个输出都是 0。</translation>
    </message>
    <message>
        <source>Two values lie equally far from their mean: y = ±√(σ² / (σ² + ε)) = ±%1; without ε it is ±1.</source>
        <translation>两个值到它们的均值距离相等：y = ±√(σ² / (σ² + ε)) = ±%1；没有 ε 时是 ±1。</translation>
    </message>
    <message>
        <source>The outputs add up to 0 (a plane), their squares to 3σ² / (σ² + ε) = %1 (a sphere): a circle of radius %2.</source>
        <translation>输出之和为 0（一个平面），平方和为 3σ² / (σ² + ε) = %1（一个球面）：两者交成半径为 %2 的圆。</translation>
    </message>
    <message>
        <source>%1 of the token&apos;s own values, then %2 from N(0, 1).</source>
        <translation>先是该词元自己的 %1 个值，然后 %2 个取自 N(0, 1)。</translation>
    </message>
    <message>
        <source>The token as it is.</source>
        <translation>就是该词元本身。</translation>
    </message>
    <message>
        <source>The first %1 of the token&apos;s %L2 values.</source>
        <translation>该词元 %L2 个值中的前 %1 个。</translation>
    </message>
    <message>
        <source>One value is its own mean: x − μ = 0, so the output is β = %1, whatever finite x is.</source>
        <translation>只有一个值时，它就是自己的均值：x − μ = 0，所以只要 x 是有限的数，不论是多少，输出都是 β = %1。</translation>
    </message>
    <message>
        <source>unbiased σ²</source>
        <translation>无偏 σ²</translation>
    </message>
    <message>
        <source>would divide by D − 1 = 0</source>
        <translation>要除以 D − 1 = 0</translation>
    </message>
    <message>
        <source>N(0, 1) values: %1 ± %2</source>
        <translation>N(0, 1) 样本：%1 ± %2</translation>
    </message>
    <message>
        <source>largest |y|</source>
        <translation>最大 |y|</translation>
    </message>
    <message>
        <source>at most √%1 = %2</source>
        <translation>至多 √%1 = %2</translation>
    </message>
</context>
<context>
    <name>Pages</name>
    <message>
        <source>Step by step</source>
        <translation>逐步计算</translation>
    </message>
    <message>
        <source>eps</source>
        <translation>eps</translation>
    </message>
    <message>
        <source>Dimension</source>
        <translation>维度</translation>
    </message>
    <message>
        <source>Which axis?</source>
        <translation>哪个轴？</translation>
    </message>
    <message>
        <source>Why doesn’t mine match?</source>
        <translation>为什么我的结果不一致？</translation>
    </message>
    <message>
        <source>Add &amp;&amp; Norm</source>
        <translation>Add &amp;&amp; Norm</translation>
    </message>
    <message>
        <source>Gradients</source>
        <translation>梯度</translation>
    </message>
</context>
<context>
    <name>PictureFormats</name>
    <message>
        <source>PNG, pixels</source>
        <translation>PNG，像素</translation>
    </message>
    <message>
        <source>SVG, lines and text</source>
        <translation>SVG，线条与文字</translation>
    </message>
    <message>
        <source>PDF, lines and text</source>
        <translation>PDF，线条与文字</translation>
    </message>
</context>
<context>
    <name>Shortcuts</name>
    <message>
        <source>In tables</source>
        <translation>在表格中</translation>
    </message>
    <message>
        <source>Arrows</source>
        <translation>方向键</translation>
    </message>
    <message>
        <source>from value to value</source>
        <translation>在数值之间移动</translation>
    </message>
    <message>
        <source>Digit, F2</source>
        <translation>数字键、F2</translation>
    </message>
    <message>
        <source>edit the value</source>
        <translation>编辑数值</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>keep what was typed</source>
        <translation>保留键入的内容</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>leave the value as it was</source>
        <translation>放弃，保持原值</translation>
    </message>
    <message>
        <source>Tab, Shift+Tab</source>
        <translation>Tab、Shift+Tab</translation>
    </message>
    <message>
        <source>to the next, the previous control</source>
        <translation>到下一个、上一个控件</translation>
    </message>
    <message>
        <source>In plots</source>
        <translation>在图中</translation>
    </message>
    <message>
        <source>move the line, or read along the curves</source>
        <translation>移动竖线，或沿曲线读数</translation>
    </message>
    <message>
        <source>closer, farther</source>
        <translation>放大、缩小</translation>
    </message>
    <message>
        <source>0, Home</source>
        <translation>0、Home</translation>
    </message>
    <message>
        <source>everything again</source>
        <translation>恢复全图</translation>
    </message>
    <message>
        <source>1 to 9</source>
        <translation>1 到 9</translation>
    </message>
    <message>
        <source>show or hide a curve</source>
        <translation>显示或隐藏曲线</translation>
    </message>
    <message>
        <source>back to where a drag began</source>
        <translation>回到拖动开始处</translation>
    </message>
    <message>
        <source>Elsewhere in the window</source>
        <translation>窗口其他位置</translation>
    </message>
    <message>
        <source>In a presentation</source>
        <translation>演示时</translation>
    </message>
    <message>
        <source>Page Down, Space</source>
        <translation>Page Down、空格</translation>
    </message>
    <message>
        <source>next view</source>
        <translation>下一个视图</translation>
    </message>
    <message>
        <source>Page Up</source>
        <translation>Page Up</translation>
    </message>
    <message>
        <source>previous view</source>
        <translation>上一个视图</translation>
    </message>
    <message>
        <source>Home, End</source>
        <translation>Home、End</translation>
    </message>
    <message>
        <source>first, last view</source>
        <translation>第一个、最后一个视图</translation>
    </message>
    <message>
        <source>from token to token</source>
        <translation>在词元之间移动</translation>
    </message>
    <message>
        <source>strong pointer on or off</source>
        <translation>开关醒目指针</translation>
    </message>
    <message>
        <source>back to the window</source>
        <translation>回到窗口</translation>
    </message>
    <message>
        <source>In a lesson</source>
        <translation>课程中</translation>
    </message>
    <message>
        <source>1 to 5</source>
        <translation>1 到 5</translation>
    </message>
    <message>
        <source>choose an answer</source>
        <translation>选择答案</translation>
    </message>
    <message>
        <source>reveal, or on to the next step</source>
        <translation>揭晓，或进入下一步</translation>
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
    <name>layernorm::AboutWindow</name>
    <message>
        <source>About LayerNorm Explorer</source>
        <translation>关于 LayerNorm Explorer</translation>
    </message>
    <message>
        <source>&amp;Copy the versions</source>
        <translation>复制版本信息(&amp;C)</translation>
    </message>
    <message>
        <source>not running</source>
        <translation>未运行</translation>
    </message>
    <message>
        <source>no library to compare with</source>
        <translation>没有对照库</translation>
    </message>
    <message>
        <source>LayerNorm works on one token at a time, and you can see it: every token is normalised by its own mean and its own biased variance, and the result stands beside that of a real library.</source>
        <translation>层归一化每次只处理一个词元，您可以亲眼看到：每个词元用自己的均值和自己的有偏方差归一化，结果与真实的库并列。</translation>
    </message>
    <message>
        <source>LayerNorm: Ba, Kiros and Hinton 2016. The corrected two-pass sum: Chan, Golub and LeVeque 1983. Transformer: Vaswani et al. 2017. Residual: He et al. 2016. Pre-LN, analysed: Xiong et al. 2020. RMSNorm: Zhang and Sennrich 2019. Colours of curves: Tol. Word vectors: Pennington, Socher and Manning 2014.</source>
        <translation>LayerNorm：Ba、Kiros 与 Hinton，2016。校正的两遍求和：Chan、Golub 与 LeVeque，1983。Transformer：Vaswani 等，2017。残差连接：He 等，2016。Pre-LN 的分析：Xiong 等，2020。RMSNorm：Zhang 与 Sennrich，2019。曲线配色：Tol。词向量：Pennington、Socher 与 Manning，2014。</translation>
    </message>
    <message>
        <source>Free software under the GNU General Public License, version 3 or later, without any warranty.</source>
        <translation>自由软件，依据 GNU 通用公共许可证第 3 版或更新版本发布，不提供任何担保。</translation>
    </message>
</context>
<context>
    <name>layernorm::AccessibleCell</name>
    <message>
        <source>not a number</source>
        <translation>不是数字</translation>
    </message>
    <message>
        <source>infinite</source>
        <translation>无穷大</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>空</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>已改变</translation>
    </message>
    <message>
        <source>selected</source>
        <translation>已选中</translation>
    </message>
</context>
<context>
    <name>layernorm::AddAndNormControls</name>
    <message>
        <source>residual</source>
        <translation>残差连接</translation>
    </message>
    <message>
        <source>Adds X to what attention makes of it (the “Add” of Add &amp; Norm)</source>
        <translation>把 X 与注意力的输出相加（即 Add &amp; Norm 中的“Add”）</translation>
    </message>
    <message>
        <source>causal mask</source>
        <translation>因果掩码</translation>
    </message>
    <message>
        <source>No token takes anything of later ones</source>
        <translation>任何词元都不使用靠后词元的内容</translation>
    </message>
    <message>
        <source>heads</source>
        <translation>头数</translation>
    </message>
    <message>
        <source>Heads of the attention; their number divides the dimension</source>
        <translation>注意力的头数；它必须整除维度</translation>
    </message>
    <message>
        <source>weights’ seed</source>
        <translation>权重种子</translation>
    </message>
    <message>
        <source>Seed that the attention’s weights are drawn from</source>
        <translation>用来抽取注意力权重矩阵的种子</translation>
    </message>
    <message>
        <source>Batch element that is shown</source>
        <translation>所显示的批次元素</translation>
    </message>
    <message>
        <source>head</source>
        <translation>头</translation>
    </message>
    <message>
        <source>Head whose attention weights are shown</source>
        <translation>显示哪个头的注意力权重</translation>
    </message>
    <message>
        <source>Where LayerNorm stands</source>
        <translation>LayerNorm 的位置</translation>
    </message>
    <message>
        <source>Post-LN: after the sum (2017); Pre-LN: before attention</source>
        <translation>Post-LN：在相加之后（2017）；Pre-LN：在注意力之前</translation>
    </message>
    <message>
        <source>no LayerNorm</source>
        <translation>没有 LayerNorm</translation>
    </message>
    <message>
        <source>shown: batch</source>
        <translation>显示：批次</translation>
    </message>
</context>
<context>
    <name>layernorm::AddAndNormPage</name>
    <message>
        <source>computing …</source>
        <translation>正在计算 …</translation>
    </message>
    <message>
        <source>no library to compare with</source>
        <translation>没有对照库</translation>
    </message>
    <message>
        <source>asking %1 …</source>
        <translation>正在询问 %1 …</translation>
    </message>
    <message>
        <source>%1 gives no answer to this</source>
        <translation>%1 对此没有应答</translation>
    </message>
</context>
<context>
    <name>layernorm::AddAndNormTexts</name>
    <message numerus="yes">
        <source>%Ln token(s)</source>
        <translation>
            <numerusform>%Ln 个词元</numerusform>
        </translation>
    </message>
    <message>
        <source>Edit a value of X and watch: attention mixes the tokens of a sentence,</source>
        <translation>编辑 X 的一个值并观察：注意力会混合同一句子的各个词元，</translation>
    </message>
    <message>
        <source>LayerNorm works on each token alone.</source>
        <translation>LayerNorm 只对每个词元单独起作用。</translation>
    </message>
    <message>
        <source>%1 of X not finite.</source>
        <translation>X 中有 %1 含非有限值。</translation>
    </message>
    <message>
        <source>Attention spreads that to %1 of its output.</source>
        <translation>注意力把它扩散到输出的 %1。</translation>
    </message>
    <message>
        <source>In attention’s output: %1.</source>
        <translation>注意力的输出中：%1。</translation>
    </message>
    <message>
        <source>LayerNorm does not: of X alone it makes %1.</source>
        <translation>LayerNorm 不会扩散：只对 X 做时有 %1。</translation>
    </message>
    <message>
        <source>Attention’s output: %1 changed.</source>
        <translation>注意力的输出：%1 改变。</translation>
    </message>
    <message>
        <source>Attention mixes tokens, with the mask into later ones only: %1 of its output changed.</source>
        <translation>注意力混合词元，有掩码时只混入靠后的词元：其输出中 %1 改变。</translation>
    </message>
    <message>
        <source>Attention mixes tokens: %1 of its output changed.</source>
        <translation>注意力混合词元：其输出中 %1 改变。</translation>
    </message>
    <message>
        <source>LayerNorm of X alone would change %1.</source>
        <translation>只对 X 做 LayerNorm 会改变 %1。</translation>
    </message>
    <message>
        <source>LayerNorm changed no other:</source>
        <translation>LayerNorm 没有改变其他词元：</translation>
    </message>
    <message>
        <source>fed X alone it changes %1.</source>
        <translation>只对 X 做 LayerNorm 时改变 %1。</translation>
    </message>
    <message>
        <source>%1 of X changed.</source>
        <translation>X 中 %1 改变。</translation>
    </message>
    <message>
        <source>attention</source>
        <translation>注意力</translation>
    </message>
    <message>
        <source>X + attention</source>
        <translation>X + 注意力</translation>
    </message>
    <message>
        <source>the input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>add</source>
        <translation>相加</translation>
    </message>
    <message>
        <source>add: the output</source>
        <translation>相加：即输出</translation>
    </message>
    <message numerus="yes">
        <source>≠ %1 differs at %Ln stage(s) (%2)</source>
        <translation>
            <numerusform>≠ %1 在 %Ln 个阶段不一致（%2）</numerusform>
        </translation>
    </message>
    <message>
        <source>✔ %1 agrees at every stage (≤ %2)</source>
        <translation>✔ %1 在每个阶段都一致（≤ %2）</translation>
    </message>
    <message>
        <source>Attention on %1 takes too long to follow edits; choose fewer dimensions or a shorter sequence, such as 8×128×768, to see the block at work.</source>
        <translation>对 %1 计算注意力太慢，跟不上编辑；请减小维度或缩短序列，例如 8×128×768，以便观察这个块的工作。</translation>
    </message>
    <message>
        <source>weights A</source>
        <translation>注意力权重 A</translation>
    </message>
</context>
<context>
    <name>layernorm::Application</name>
    <message>
        <source>a document without a name</source>
        <translation>一个未命名的文档</translation>
    </message>
    <message>
        <source>%1 is open in %2. What you see is a copy without a file; save it under another name.</source>
        <translation>%1 已在 %2 中打开。您看到的是没有文件的副本；请另存为其他名称。</translation>
    </message>
    <message>
        <source>The copy is kept as %1.</source>
        <translation>副本保留为 %1。</translation>
    </message>
</context>
<context>
    <name>layernorm::AttentionView</name>
    <message>
        <source>%1 takes nothing of %2, which comes later</source>
        <translation>%1 不使用靠后的 %2</translation>
    </message>
    <message>
        <source>%1 takes %2 of %3</source>
        <translation>%1 从 %3 取 %2</translation>
    </message>
</context>
<context>
    <name>layernorm::AxesPage</name>
    <message>
        <source>computing … %1 %</source>
        <translation>正在计算 … %1%</translation>
    </message>
    <message>
        <source>Edit one token</source>
        <translation>编辑一个词元</translation>
    </message>
    <message>
        <source>Add a sentence</source>
        <translation>增加一个句子</translation>
    </message>
    <message>
        <source>A sheet is a sentence, a line a token, a column a feature. Cells with the same number share mean and variance.</source>
        <translation>一张是一个句子，一行是一个词元，一列是一个特征。编号相同的格子共用均值和方差。</translation>
    </message>
    <message>
        <source>Change %1 of the input: %2 (can be undone)</source>
        <translation>改动输入中的 %1：%2（可撤销）</translation>
    </message>
    <message>
        <source>batch %1</source>
        <translation>批大小 %1</translation>
    </message>
    <message>
        <source>Make the batch one sentence longer: %1 (can be undone)</source>
        <translation>给批次增加一个句子：%1（可撤销）</translation>
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
        <translation>批次</translation>
    </message>
    <message>
        <source>The tensor, one sheet a batch element</source>
        <translation>张量，每个批次元素一层</translation>
    </message>
</context>
<context>
    <name>layernorm::CandidateField</name>
    <message>
        <source>Output of your own code</source>
        <translation>您自己代码的输出</translation>
    </message>
    <message>
        <source>Paste here what your own code gave for the input above, for example
  tensor([[[-0.9539, -1.0196,  1.2137, …
  [[-0.9538933  -1.0195714   1.2137057 …
  [[[-0.9538, -1.0195, 1.2137, …
or cells of a spreadsheet</source>
        <translation>请在此粘贴您自己的代码对上面的输入给出的结果，例如
  tensor([[[-0.9539, -1.0196,  1.2137, …
  [[-0.9538933  -1.0195714   1.2137057 …
  [[[-0.9538, -1.0195, 1.2137, …
或电子表格的单元格</translation>
    </message>
</context>
<context>
    <name>layernorm::CaptionLine</name>
    <message>
        <source>%1 / %2</source>
        <translation>%1 / %2</translation>
    </message>
</context>
<context>
    <name>layernorm::ClipboardActions</name>
    <message>
        <source>&amp;Copy token or selected cells</source>
        <translation>复制词元或所选单元格(&amp;C)</translation>
    </message>
    <message>
        <source>Copy with &amp;names of rows and columns</source>
        <translation>连同行名和列名复制(&amp;N)</translation>
    </message>
    <message>
        <source>Copy &amp;table</source>
        <translation>复制表格(&amp;T)</translation>
    </message>
    <message>
        <source>Copy as c&amp;ode</source>
        <translation>复制为代码(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Paste into input</source>
        <translation>粘贴到输入(&amp;P)</translation>
    </message>
    <message>
        <source>Paste as ne&amp;w tensor</source>
        <translation>粘贴为新张量(&amp;W)</translation>
    </message>
    <message>
        <source>%L1 values are too many for the clipboard; save the tensor as a file</source>
        <translation>%L1 个值对剪贴板来说太多；请把张量保存为文件</translation>
    </message>
    <message numerus="yes">
        <source>%n value(s) copied</source>
        <translation>
            <numerusform>已复制 %n 个值</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 copied; paste it into an editor</source>
        <translation>已复制 %1；可粘贴到编辑器中</translation>
    </message>
    <message>
        <source>%L1 of the pasted values lie beyond the tensor and are left out; Paste as new tensor takes all</source>
        <translation>粘贴的值中有 %L1 个超出张量范围，已略去；“粘贴为新张量”会取用全部</translation>
    </message>
</context>
<context>
    <name>layernorm::ControlBar</name>
    <message>
        <source>Controls</source>
        <translation>控制栏</translation>
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
        <source>seed of the random numbers, as torch.manual_seed takes it</source>
        <translation>随机数种子，与 torch.manual_seed 相同</translation>
    </message>
    <message>
        <source>Draw from a new seed</source>
        <translation>用新的种子重新生成</translation>
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
    <message>
        <source>more controls</source>
        <translation>更多控件</translation>
    </message>
    <message>
        <source>&amp;shape</source>
        <translation>形状(&amp;S)</translation>
    </message>
    <message>
        <source>see&amp;d</source>
        <translation>种子(&amp;D)</translation>
    </message>
    <message>
        <source>ne&amp;w</source>
        <translation>新(&amp;W)</translation>
    </message>
    <message>
        <source>e&amp;ps</source>
        <translation>eps(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;normalise over</source>
        <translation>归一化范围(&amp;N)</translation>
    </message>
    <message>
        <source>li&amp;brary</source>
        <translation>对照库(&amp;B)</translation>
    </message>
    <message>
        <source>to the type of the numbers</source>
        <translation>转到数值类型</translation>
    </message>
    <message>
        <source>type of the numbers (%1)</source>
        <translation>数值类型（%1）</translation>
    </message>
</context>
<context>
    <name>layernorm::CurvePlot</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>还有 %n 条</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1 against %2</source>
        <translation>纵轴：%1；横轴：%2</translation>
    </message>
    <message>
        <source>%1, shown</source>
        <translation>%1，已显示</translation>
    </message>
    <message>
        <source>%1, hidden</source>
        <translation>%1，已隐藏</translation>
    </message>
    <message>
        <source>%1 at %2</source>
        <translation>%1，位于 %2</translation>
    </message>
    <message>
        <source>line</source>
        <translation>线</translation>
    </message>
    <message>
        <source>at %1:</source>
        <translation>在 %1 处：</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 到 %2</translation>
    </message>
    <message>
        <source>%1 (at %2)</source>
        <translation>%1（在 %2 处）</translation>
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
本程序 %3
%4 %5
|差值| %6，%7 ULP</translation>
    </message>
</context>
<context>
    <name>layernorm::DimensionNotes</name>
    <message>
        <source>ours</source>
        <translation>本程序</translation>
    </message>
    <message>
        <source>in this process, one thread</source>
        <translation>本进程内，单线程</translation>
    </message>
    <message>
        <source>Median time per token, measured here and now.</source>
        <translation>每个词元耗时的中位数，在本机当场测得。</translation>
    </message>
    <message>
        <source>through its worker</source>
        <translation>经由对照进程</translation>
    </message>
    <message>
        <source>The library runs in a process of its own: its time includes the pipe that carries every value there and back, so do not read it as a speed comparison.</source>
        <translation>对照库在自己的进程中运行：其耗时包含通过管道往返传送每个值的开销，所以这不是速度比赛。</translation>
    </message>
    <message>
        <source>measuring …</source>
        <translation>正在测量 …</translation>
    </message>
    <message>
        <source>measure again</source>
        <translation>重新测量</translation>
    </message>
</context>
<context>
    <name>layernorm::DimensionPage</name>
    <message>
        <source>mean, variance</source>
        <translation>均值与方差</translation>
    </message>
    <message>
        <source>How mean and variance settle as D grows</source>
        <translation>均值和方差怎样随 D 增大而趋于稳定</translation>
    </message>
    <message>
        <source>largest |y|</source>
        <translation>最大 |y|</translation>
    </message>
    <message>
        <source>The largest output and its bound √(D − 1)</source>
        <translation>最大的输出及其上界 √(D − 1)</translation>
    </message>
    <message>
        <source>D / (D − 1)</source>
        <translation>D / (D − 1)</translation>
    </message>
    <message>
        <source>The unbiased variance over the biased one</source>
        <translation>无偏方差与有偏方差之比</translation>
    </message>
    <message>
        <source>histogram</source>
        <translation>直方图</translation>
    </message>
    <message>
        <source>How the outputs at one D are spread, against the normal curve</source>
        <translation>某个 D 的输出怎样分布，与正态曲线对照</translation>
    </message>
    <message>
        <source>time</source>
        <translation>耗时</translation>
    </message>
    <message>
        <source>Measured time per token, ours and the library&apos;s</source>
        <translation>每个词元的实测耗时：本程序和对照库的</translation>
    </message>
    <message>
        <source>D that is looked at</source>
        <translation>要看的 D</translation>
    </message>
    <message>
        <source>The D that the histogram and the text are about</source>
        <translation>直方图和文字所针对的 D</translation>
    </message>
    <message>
        <source>dimensions</source>
        <translation>维度</translation>
    </message>
    <message>
        <source>The sizes to look at, ascending. Where the token has fewer values, others are drawn from N(0, 1).</source>
        <translation>要查看的大小，从小到大。词元的值不够时，其余的从 N(0, 1) 抽取。</translation>
    </message>
    <message>
        <source>own values end</source>
        <translation>自己的值到此为止</translation>
    </message>
</context>
<context>
    <name>layernorm::DocumentFile</name>
    <message>
        <source>seed %1</source>
        <translation>种子 %1</translation>
    </message>
</context>
<context>
    <name>layernorm::EpsNotes</name>
    <message>
        <source>%1 holds a NaN or an infinity: all its outputs are NaN, and no other token&apos;s.</source>
        <translation>%1 含有 NaN 或无穷大：它的所有输出都是 NaN，其他词元不受影响。</translation>
    </message>
    <message>
        <source>The outputs of %1 (σ² = %2) have &lt;b&gt;%3&lt;/b&gt; of the variance they have without ε:</source>
        <translation>%1（σ² = %2）的输出方差是不加 ε 时的 &lt;b&gt;%3&lt;/b&gt;：</translation>
    </message>
    <message>
        <source>nothing is added to σ².</source>
        <translation>σ² 上什么也没加。</translation>
    </message>
    <message>
        <source>ε is larger than what it is added to.</source>
        <translation>ε 比它所加到的 σ² 还大。</translation>
    </message>
    <message>
        <source>ε is a good part of the sum.</source>
        <translation>ε 在 σ² + ε 中占了不小的一部分。</translation>
    </message>
    <message>
        <source>ε is small beside σ².</source>
        <translation>ε 与 σ² 相比很小。</translation>
    </message>
    <message>
        <source>%1 is constant: x − μ = 0 and σ² = 0.</source>
        <translation>%1 的各个值相等：x − μ = 0 且 σ² = 0。</translation>
    </message>
    <message>
        <source>Without ε each output is 0 / √0 = 0 / 0, which is no number: &lt;b&gt;NaN&lt;/b&gt;. Any ε above 0 makes it 0 / √ε = 0.</source>
        <translation>没有 ε 时每个输出都是 0 / √0 = 0 / 0，它不是数：&lt;b&gt;NaN&lt;/b&gt;。任何大于 0 的 ε 都使它成为 0 / √ε = 0。</translation>
    </message>
    <message>
        <source>Each output is 0 / √ε = &lt;b&gt;0&lt;/b&gt;; without ε it would be 0 / 0 = NaN.</source>
        <translation>每个输出都是 0 / √ε = &lt;b&gt;0&lt;/b&gt;；没有 ε 时会是 0 / 0 = NaN。</translation>
    </message>
    <message>
        <source>Its largest |output| is &lt;b&gt;%1&lt;/b&gt;: the largest |x − μ| over √(σ² + ε).</source>
        <translation>它的最大 |输出| 是 &lt;b&gt;%1&lt;/b&gt;：最大的 |x − μ| 除以 √(σ² + ε)。</translation>
    </message>
    <message>
        <source>The difference to ε = 0 is undefined: the outputs there are NaN.</source>
        <translation>与 ε = 0 之差没有定义：那里的输出是 NaN。</translation>
    </message>
    <message>
        <source>Its outputs differ by up to &lt;b&gt;%1&lt;/b&gt; from those for ε = 0; while ε is small, in proportion to ε / (2σ²).</source>
        <translation>它的输出与 ε = 0 时最多相差 &lt;b&gt;%1&lt;/b&gt;；ε 很小时，这个差近似与 ε / (2σ²) 成正比。</translation>
    </message>
    <message>
        <source>Lines: the law σ² / (σ² + ε). Points: measured from the outputs.</source>
        <translation>线：理论值 σ² / (σ² + ε)。点：由输出实测。</translation>
    </message>
    <message>
        <source>Lines and points: measured from the outputs.</source>
        <translation>线和点：由输出实测。</translation>
    </message>
    <message>
        <source>Lines and points: measured from the outputs, whose rounding to %1 makes the steps.</source>
        <translation>线和点：由输出实测，台阶来自输出舍入为 %1。</translation>
    </message>
    <message>
        <source>Rings: %1.</source>
        <translation>圆环：%1。</translation>
    </message>
    <message>
        <source>All without γ and β.</source>
        <translation>全部不含 γ 和 β。</translation>
    </message>
    <message>
        <source>Measured at %1 values of ε, the variance is within %2 of the law.</source>
        <translation>在 %1 个 ε 值处实测，方差与理论值相差不超过 %2。</translation>
    </message>
    <message>
        <source>%1 of %L2 tokens are shown: the selected one, and from the smallest variance to the largest.</source>
        <translation>显示 %L2 个词元中的 %1 个：所选的词元，以及方差从最小到最大的词元。</translation>
    </message>
</context>
<context>
    <name>layernorm::EpsPage</name>
    <message>
        <source>output variance</source>
        <translation>输出方差</translation>
    </message>
    <message>
        <source>The variance of each token&apos;s outputs, and its law</source>
        <translation>每个词元的输出方差及其理论值</translation>
    </message>
    <message>
        <source>largest |output|</source>
        <translation>最大 |输出|</translation>
    </message>
    <message>
        <source>The largest output of each token</source>
        <translation>每个词元的最大输出</translation>
    </message>
    <message>
        <source>difference to eps = 0</source>
        <translation>与 eps = 0 之差</translation>
    </message>
    <message>
        <source>How far each token&apos;s outputs are from those without eps</source>
        <translation>每个词元的输出与不加 eps 时相差多少</translation>
    </message>
    <message>
        <source>examples</source>
        <translation>示例</translation>
    </message>
    <message>
        <source>Put a tensor into the document that shows what eps does</source>
        <translation>把一个能显示 eps 作用的张量放进文档</translation>
    </message>
    <message>
        <source>eps (drag the line)</source>
        <translation>eps（可拖动竖线）</translation>
    </message>
    <message>
        <source>largest |difference|</source>
        <translation>最大 |差值|</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 到 %2</translation>
    </message>
    <message>
        <source>%1: σ² = %2</source>
        <translation>%1：σ² = %2</translation>
    </message>
    <message>
        <source>%1, NaN at ε = 0</source>
        <translation>%1，ε = 0 时为 NaN</translation>
    </message>
    <message>
        <source>About the curves</source>
        <translation>关于这些曲线</translation>
    </message>
</context>
<context>
    <name>layernorm::ExportActions</name>
    <message>
        <source>Save a &amp;picture of</source>
        <translation>保存图片(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Copy a picture of</source>
        <translation>复制图片(&amp;C)</translation>
    </message>
    <message>
        <source>Pi&amp;xels of PNG pictures</source>
        <translation>PNG 图片的像素倍数(&amp;X)</translation>
    </message>
    <message>
        <source>%1…</source>
        <translation>%1…</translation>
    </message>
    <message>
        <source>as on the screen</source>
        <translation>与屏幕相同</translation>
    </message>
    <message>
        <source>%1 times</source>
        <translation>%1 倍</translation>
    </message>
    <message>
        <source>%1 shows nothing yet; try again when it does</source>
        <translation>“%1”尚未显示任何内容；请等显示出来后再试</translation>
    </message>
    <message>
        <source>Save a picture: %1</source>
        <translation>保存图片：%1</translation>
    </message>
    <message>
        <source>Saved %1</source>
        <translation>已保存 %1</translation>
    </message>
    <message>
        <source>Copied a picture: %1</source>
        <translation>已复制图片：%1</translation>
    </message>
    <message>
        <source>Pri&amp;nt</source>
        <translation>打印(&amp;N)</translation>
    </message>
</context>
<context>
    <name>layernorm::FileActions</name>
    <message>
        <source>Normalised &amp;output…</source>
        <translation>归一化的输出(&amp;O)…</translation>
    </message>
    <message>
        <source>&amp;Mean…</source>
        <translation>均值(&amp;M)…</translation>
    </message>
    <message>
        <source>&amp;Variance…</source>
        <translation>方差(&amp;V)…</translation>
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
        <source>Sa&amp;mples</source>
        <translation>示例(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>保存(&amp;S)</translation>
    </message>
    <message>
        <source>Save &amp;as…</source>
        <translation>另存为(&amp;A)…</translation>
    </message>
    <message>
        <source>Save &amp;tensor</source>
        <translation>保存张量(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Input…</source>
        <translation>输入(&amp;I)…</translation>
    </message>
    <message>
        <source>No files yet</source>
        <translation>还没有文件</translation>
    </message>
    <message>
        <source>Documents (%1)</source>
        <translation>文档 (%1)</translation>
    </message>
    <message>
        <source>open %1</source>
        <translation>打开 %1</translation>
    </message>
    <message>
        <source>open the sample “%1”</source>
        <translation>打开示例“%1”</translation>
    </message>
    <message>
        <source>Save the document</source>
        <translation>保存文档</translation>
    </message>
    <message>
        <source>A document&apos;s name ends in %1; save a tensor alone by File, Save tensor</source>
        <translation>文档的文件名以 %1 结尾；只保存张量请用“文件 › 保存张量”</translation>
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
        <source>The result is still being computed; save it when it is there</source>
        <translation>结果仍在计算中；请等算完后再保存</translation>
    </message>
    <message>
        <source>Save the tensor</source>
        <translation>保存张量</translation>
    </message>
    <message>
        <source>Documents, tensors and lessons (%1)</source>
        <translation>文档、张量和课程 (%1)</translation>
    </message>
    <message>
        <source>Lessons (%1)</source>
        <translation>课程 (%1)</translation>
    </message>
</context>
<context>
    <name>layernorm::FlowNotes</name>
    <message>
        <source>Gradient at layer 0 over that at layer %1</source>
        <translation>第 0 层与第 %1 层的梯度之比</translation>
    </message>
    <message>
        <source>Weights of block 1 over those of block %1</source>
        <translation>第 1 块与第 %1 块的权重梯度之比</translation>
    </message>
    <message>
        <source>no LayerNorm</source>
        <translation>没有 LayerNorm</translation>
    </message>
    <message>
        <source>residual</source>
        <translation>有残差连接</translation>
    </message>
    <message>
        <source>no residual</source>
        <translation>无残差连接</translation>
    </message>
    <message>
        <source>With the residual, the layers’ gradients lie within a factor of %1 with Post-LN, %2 with Pre-LN, and %3 without LayerNorm.</source>
        <translation>有残差连接时，各层梯度的最大值与最小值之比：Post-LN 为 %1，Pre-LN 为 %2，没有 LayerNorm 时为 %3。</translation>
    </message>
    <message numerus="yes">
        <source>%n gradient(s) are 0, which a logarithmic axis cannot show.</source>
        <translation>
            <numerusform>有 %n 个梯度为 0，对数轴无法显示。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n gradient(s) are NaN or infinite and not drawn.</source>
        <translation>
            <numerusform>有 %n 个梯度为 NaN 或无穷大，没有画出。</numerusform>
        </translation>
    </message>
    <message>
        <source>Lines: the median of %1 draws of the weights; bands: smallest to largest.</source>
        <translation>线：%1 次抽取权重的中位数；色带：最小到最大。</translation>
    </message>
    <message>
        <source>Lines: one draw of the weights.</source>
        <translation>线：一次抽取的权重。</translation>
    </message>
    <message>
        <source>Points: %1 at seed %2, within %3 of ours (relative).</source>
        <translation>点：%1 在种子 %2 下的结果，与本程序的相对差不超过 %3。</translation>
    </message>
    <message>
        <source>Of the tensor (%1) the first %2 go through the stack.</source>
        <translation>张量（%1）中只有最前面的 %2 通过各块。</translation>
    </message>
    <message>
        <source>L = Σ y·r with a random r of length 1.</source>
        <translation>L = Σ y·r，r 是长度为 1 的随机向量。</translation>
    </message>
    <message>
        <source>Without LayerNorm, the input gets &lt;b&gt;%1 times&lt;/b&gt; as much gradient with the residual as without it.</source>
        <translation>没有层归一化时，有残差连接时输入得到的梯度是没有残差连接时的 &lt;b&gt;%1 倍&lt;/b&gt;。</translation>
    </message>
    <message>
        <source>The last block’s weights get %1 times as much with Post-LN as with Pre-LN.</source>
        <translation>Post-LN 时最后一个块的权重得到的梯度是 Pre-LN 时的 %1 倍。</translation>
    </message>
    <message>
        <source>So do Xiong et al. 2020 find it at initialisation: large gradients of the weights near the output with Post-LN, not with Pre-LN.</source>
        <translation>Xiong 等（2020）在初始化时也发现如此：Post-LN 在输出附近的权重梯度很大，Pre-LN 则不然。</translation>
    </message>
    <message>
        <source>Xiong et al. 2020 find large gradients of the weights near the output with Post-LN at initialisation, not with Pre-LN; this stack hardly shows it.</source>
        <translation>Xiong 等（2020）发现初始化时 Post-LN 在输出附近的权重梯度很大，Pre-LN 则不然；这里的堆叠几乎看不出这一点。</translation>
    </message>
    <message>
        <source>Sources: the residual, He et al. 2016; Post-LN, Vaswani et al. 2017; Pre-LN, analysed by Xiong et al. 2020.</source>
        <translation>来源：残差连接，He 等 2016；Post-LN，Vaswani 等 2017；Pre-LN 的分析，Xiong 等 2020。</translation>
    </message>
</context>
<context>
    <name>layernorm::FlowView</name>
    <message>
        <source>layer %1</source>
        <translation>第 %1 层</translation>
    </message>
    <message>
        <source>causal</source>
        <translation>因果</translation>
    </message>
    <message>
        <source>Tokens take nothing of later ones</source>
        <translation>词元不使用靠后词元的任何内容</translation>
    </message>
    <message>
        <source>whose gradient is drawn</source>
        <translation>画出哪一个的梯度</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>blocks</source>
        <translation>块数</translation>
    </message>
    <message>
        <source>How many blocks lie upon each other, 1 to %1</source>
        <translation>堆叠多少个块，1 到 %1</translation>
    </message>
    <message>
        <source>heads</source>
        <translation>头数</translation>
    </message>
    <message>
        <source>Heads of the attention; they divide the dimension</source>
        <translation>注意力的头数；它必须整除维度</translation>
    </message>
    <message>
        <source>draws</source>
        <translation>抽取次数</translation>
    </message>
    <message>
        <source>How many draws of the weights the band is of, 1 to %1</source>
        <translation>色带由多少次抽取的权重得出，1 到 %1</translation>
    </message>
    <message>
        <source>About the curves</source>
        <translation>关于这些曲线</translation>
    </message>
    <message>
        <source>%1 draws of the weights are out of range; choose 1 to %2</source>
        <translation>抽取权重 %1 次超出范围；请选 1 到 %2</translation>
    </message>
    <message>
        <source>computing … %1 %</source>
        <translation>正在计算 … %1%</translation>
    </message>
    <message>
        <source>Compute</source>
        <translation>计算</translation>
    </message>
    <message>
        <source>cancelled; the curves are the ones before</source>
        <translation>已取消；曲线仍是之前的</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>asking %1 …</source>
        <translation>正在询问 %1 …</translation>
    </message>
    <message>
        <source>of the layer’s input</source>
        <translation>层输入的梯度</translation>
    </message>
    <message>
        <source>of its weights</source>
        <translation>层权重的梯度</translation>
    </message>
    <message>
        <source>torch.nn.Linear weights</source>
        <translation>torch.nn.Linear 式权重</translation>
    </message>
    <message>
        <source>Xavier weights</source>
        <translation>Xavier 式权重</translation>
    </message>
    <message>
        <source>how the weights are drawn</source>
        <translation>怎样抽取权重</translation>
    </message>
    <message>
        <source>Normal weights of variance 1 / (3 D), as torch.nn.Linear’s default has it, or of 1 / D (Xavier), which Xiong et al. 2020 assume</source>
        <translation>正态分布的权重，方差为 1 / (3 D)，与 torch.nn.Linear 的默认值相同；或为 1 / D（Xavier），即 Xiong 等（2020）所假设的</translation>
    </message>
</context>
<context>
    <name>layernorm::GradientsPage</name>
    <message>
        <source>One token</source>
        <translation>单个词元</translation>
    </message>
    <message>
        <source>What LayerNorm takes away of the gradient of one token</source>
        <translation>LayerNorm 从一个词元的梯度中减去什么</translation>
    </message>
    <message>
        <source>Through depth</source>
        <translation>沿深度</translation>
    </message>
    <message>
        <source>How large the gradient is at every layer of a stack of blocks</source>
        <translation>在一叠块的每一层，梯度有多大</translation>
    </message>
</context>
<context>
    <name>layernorm::HelpActions</name>
    <message>
        <source>&amp;Help on what has the focus</source>
        <translation>焦点处的帮助(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Contents</source>
        <translation>目录(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;What is this?</source>
        <translation>这是什么？(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Point and ask</source>
        <translation>指向并询问(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Keys</source>
        <translation>快捷键(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;About</source>
        <translation>关于(&amp;A)</translation>
    </message>
</context>
<context>
    <name>layernorm::HelpWindow</name>
    <message>
        <source>Back</source>
        <translation>后退</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>前进</translation>
    </message>
    <message>
        <source>Help – LayerNorm Explorer</source>
        <translation>帮助 – LayerNorm Explorer</translation>
    </message>
    <message>
        <source>Find in the help (Ctrl+F)</source>
        <translation>在帮助中查找 (Ctrl+F)</translation>
    </message>
    <message>
        <source>Find in the help</source>
        <translation>在帮助中查找</translation>
    </message>
    <message>
        <source>Contents</source>
        <translation>目录</translation>
    </message>
    <message>
        <source>%1 – Help – LayerNorm Explorer</source>
        <translation>%1 – 帮助 – LayerNorm Explorer</translation>
    </message>
</context>
<context>
    <name>layernorm::ImportDialog</name>
    <message>
        <source>Open %1</source>
        <translation>打开 %1</translation>
    </message>
    <message>
        <source>&amp;Filter</source>
        <translation>筛选(&amp;F)</translation>
    </message>
    <message>
        <source>words of the name</source>
        <translation>名称中的词</translation>
    </message>
    <message>
        <source>Tensors of the file</source>
        <translation>文件中的张量</translation>
    </message>
    <message>
        <source>&amp;Open</source>
        <translation>打开(&amp;O)</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>共 %2 个，显示 %1 个</translation>
    </message>
    <message>
        <source>There is no tensor in this file.</source>
        <translation>这个文件中没有张量。</translation>
    </message>
    <message>
        <source>No name has these words in it.</source>
        <translation>没有名称含有这些词。</translation>
    </message>
    <message>
        <source>%1: more than 64 million numbers do not fit.</source>
        <translation>%1：最多只能容纳六千四百万个数。</translation>
    </message>
    <message numerus="yes">
        <source>With so many tokens %Ln batch(es) fit.</source>
        <translation>
            <numerusform>词元数不变时，可容纳 %Ln 个批次。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>With so many batches %Ln token(s) of each fit.</source>
        <translation>
            <numerusform>批次数不变时，每个批次可容纳 %Ln 个词元。</numerusform>
        </translation>
    </message>
    <message>
        <source>Take one index of an axis before them, or fewer batches and tokens.</source>
        <translation>请在它们前面的某个轴上只取一个索引，或减少批次数和词元数。</translation>
    </message>
    <message>
        <source>Take fewer batches and fewer tokens.</source>
        <translation>请减少批次数和词元数。</translation>
    </message>
    <message>
        <source>%1 becomes %2, which holds whole numbers up to 2⁵³ exactly; larger ones are rounded.</source>
        <translation>%1 转换为 %2：不超过 2⁵³ 的整数可精确表示，更大的会被舍入。</translation>
    </message>
    <message>
        <source>%1 becomes %2, which holds every one of its values exactly.</source>
        <translation>%1 转换为 %2：它的每个值都可精确表示。</translation>
    </message>
</context>
<context>
    <name>layernorm::ImportRanges</name>
    <message>
        <source>Axes in front of the batches: all of them are run together into the batch, or only one index is read.</source>
        <translation>批次前面的各轴：或者全部展开并入批次，或者只读取一个索引。</translation>
    </message>
    <message>
        <source>&amp;Batches</source>
        <translation>批次(&amp;B)</translation>
    </message>
    <message>
        <source>first batch</source>
        <translation>起始批次</translation>
    </message>
    <message>
        <source>number of batches</source>
        <translation>批次数</translation>
    </message>
    <message>
        <source>&amp;Tokens</source>
        <translation>词元(&amp;T)</translation>
    </message>
    <message>
        <source>first token</source>
        <translation>起始词元</translation>
    </message>
    <message>
        <source>number of tokens in each batch</source>
        <translation>每个批次的词元数</translation>
    </message>
    <message>
        <source>Axis &amp;%1</source>
        <translation>轴 &amp;%1</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>the one index of axis %1</source>
        <translation>轴 %1 的单个索引</translation>
    </message>
    <message>
        <source>all of axis %1, run together into the batch</source>
        <translation>轴 %1 的全部，展开并入批次</translation>
    </message>
    <message>
        <source>or only</source>
        <translation>或只取</translation>
    </message>
    <message>
        <source>from</source>
        <translation>起点</translation>
    </message>
    <message>
        <source>count</source>
        <translation>个数</translation>
    </message>
    <message>
        <source>Dimension</source>
        <translation>维度</translation>
    </message>
    <message>
        <source>%1, always whole: a mean takes every number of its token</source>
        <translation>%1，总是整个读取：均值要用到词元的每个数</translation>
    </message>
    <message>
        <source>of %1</source>
        <translation>共 %1</translation>
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
    <name>layernorm::LessonActions</name>
    <message>
        <source>&amp;Open lesson…</source>
        <translation>打开课程(&amp;O)…</translation>
    </message>
    <message>
        <source>Show lesson &amp;panel</source>
        <translation>显示课程面板(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Next step</source>
        <translation>下一步(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>上一步(&amp;B)</translation>
    </message>
    <message>
        <source>Re&amp;veal the answer</source>
        <translation>揭晓答案(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Restart the lesson</source>
        <translation>从头开始(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Leave the lesson</source>
        <translation>离开课程(&amp;L)</translation>
    </message>
    <message>
        <source>⚠ %1 has a mistake</source>
        <translation>⚠ %1 有错误</translation>
    </message>
    <message>
        <source>Lessons (%1)</source>
        <translation>课程 (%1)</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>另有 %n 处</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>layernorm::LessonPanel</name>
    <message>
        <source>Lesson</source>
        <translation>课程</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>上一步</translation>
    </message>
    <message>
        <source>To the step before (Alt+Left)</source>
        <translation>回到上一步（Alt+←）</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>Restart</source>
        <translation>重来</translation>
    </message>
    <message>
        <source>From the first step on (Alt+Home)</source>
        <translation>从第一步重新开始（Alt+Home）</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>离开</translation>
    </message>
    <message>
        <source>End the lesson; your document comes back</source>
        <translation>结束课程；原来的文档会恢复</translation>
    </message>
    <message>
        <source>No lesson is open. Choose one from the menu Lessons.</source>
        <translation>没有打开课程。请在“课程”菜单中选择。</translation>
    </message>
    <message>
        <source>Lesson: %1</source>
        <translation>课程：%1</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>第 %1 步，共 %2 步</translation>
    </message>
    <message>
        <source>Reveal</source>
        <translation>揭晓</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Answer first, then reveal (Return)</source>
        <translation>先回答，再揭晓（Enter）</translation>
    </message>
    <message>
        <source>Next step (Alt+Right)</source>
        <translation>下一步（Alt+→）</translation>
    </message>
</context>
<context>
    <name>layernorm::LessonPlayer</name>
    <message>
        <source>leave the lesson “%1”</source>
        <translation>离开课程“%1”</translation>
    </message>
    <message>
        <source>lesson “%1”, step %2</source>
        <translation>课程“%1”第 %2 步</translation>
    </message>
</context>
<context>
    <name>layernorm::LessonQuestionView</name>
    <message>
        <source>Your number</source>
        <translation>您的数</translation>
    </message>
    <message>
        <source>your number</source>
        <translation>您的数</translation>
    </message>
    <message>
        <source>choice %1: %2</source>
        <translation>选项 %1：%2</translation>
    </message>
    <message>
        <source>right</source>
        <translation>正确</translation>
    </message>
    <message>
        <source>wrong</source>
        <translation>错误</translation>
    </message>
</context>
<context>
    <name>layernorm::LessonStepView</name>
    <message>
        <source>? stands where the present tensor has no number: %1</source>
        <translation>? 处当前张量没有对应的数：%1</translation>
    </message>
    <message>
        <source>✓ What is said here holds for the present numbers</source>
        <translation>✓ 以上论断对当前数值成立</translation>
    </message>
    <message>
        <source>✗ Does not hold for the present numbers: %1</source>
        <translation>✗ 对当前数值不成立：%1</translation>
    </message>
    <message>
        <source>Right: %1</source>
        <translation>正确：%1</translation>
    </message>
    <message>
        <source>Not so: the right answer is %1</source>
        <translation>不对：正确答案是 %1</translation>
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
        <source>%1[*] – LayerNorm Explorer</source>
        <translation>%1[*] – LayerNorm Explorer</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
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
        <translation>按种子重新生成(&amp;A)</translation>
    </message>
    <message>
        <source>Draw from the &amp;next seed</source>
        <translation>按下一个种子生成(&amp;N)</translation>
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
        <source>Save the page&apos;s ta&amp;ble as…</source>
        <translation>另存本页表格(&amp;B)…</translation>
    </message>
    <message>
        <source>Whole window</source>
        <translation>整个窗口</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Token statistics</source>
        <translation>词元统计</translation>
    </message>
    <message>
        <source>N&amp;otes</source>
        <translation>笔记(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Presentation</source>
        <translation>演示(&amp;P)</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>高对比度</translation>
    </message>
    <message>
        <source>&amp;Lessons</source>
        <translation>课程(&amp;L)</translation>
    </message>
</context>
<context>
    <name>layernorm::MismatchPage</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>粘贴</translation>
    </message>
    <message>
        <source>Load a file…</source>
        <translation>载入文件…</translation>
    </message>
    <message>
        <source>Numbers (*.txt *.csv *.tsv *.npy);;All files (*)</source>
        <translation>数字 (*.txt *.csv *.tsv *.npy);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Try a mistake</source>
        <translation>试一个错误</translation>
    </message>
    <message>
        <source>Fills the field with what a mistake makes of this input, to show or to practise</source>
        <translation>把某种错误对这个输入算出的结果填入文本框，供演示或练习</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清空</translation>
    </message>
    <message>
        <source>Progress of the search</source>
        <translation>搜索进度</translation>
    </message>
    <message>
        <source>Right in PyTorch</source>
        <translation>PyTorch 中的正确写法</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>The clipboard holds no text; copy what your code printed first</source>
        <translation>剪贴板里没有文本；请先复制您的代码打印的结果</translation>
    </message>
    <message numerus="yes">
        <source>Only the beginning of %Ln character(s) is shown.</source>
        <translation>
            <numerusform>共 %Ln 个字符，只显示开头部分。</numerusform>
        </translation>
    </message>
    <message>
        <source>The numbers are those of %1.</source>
        <translation>这些数来自 %1。</translation>
    </message>
    <message>
        <source>Clear it to type or paste something else.</source>
        <translation>清空后可输入或粘贴其他内容。</translation>
    </message>
    <message>
        <source>The search was cancelled</source>
        <translation>搜索已取消</translation>
    </message>
    <message>
        <source>Search again</source>
        <translation>重新搜索</translation>
    </message>
    <message>
        <source>This input can tell: run your code on it</source>
        <translation>这个输入能够区分：请用它运行您的代码</translation>
    </message>
    <message>
        <source>Paste the output of your own LayerNorm</source>
        <translation>请粘贴您自己的 LayerNorm 的输出</translation>
    </message>
    <message>
        <source>Run your code on the input above and paste what it prints, whole or rounded to a few digits. Then this page says which mistake explains it: a wrong variance, eps, axis, gamma or beta, a rounding, an order, or several of these at once.</source>
        <translation>请用上面的输入运行您的代码，并粘贴它打印的结果，完整的或舍入到几位数字的都可以。然后本页会指出哪种错误可以解释它：方差、eps、轴、gamma 或 beta 不对，舍入，次序，或同时有其中几种。</translation>
    </message>
    <message>
        <source>Copy the input for your code</source>
        <translation>复制输入供代码使用</translation>
    </message>
    <message>
        <source>This cannot be read</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>✔ Your output is right, to the digits given</source>
        <translation>✔ 就所给的位数而言，您的输出正确</translation>
    </message>
    <message>
        <source>Explained: %1</source>
        <translation>可解释：%1</translation>
    </message>
    <message>
        <source>Several mistakes fit: this input cannot tell them apart</source>
        <translation>有几种错误都符合：这个输入无法区分它们</translation>
    </message>
    <message>
        <source>Use an input that can</source>
        <translation>换用能区分的输入</translation>
    </message>
    <message>
        <source>No known mistake fits</source>
        <translation>没有已知的错误符合</translation>
    </message>
    <message>
        <source>These come nearest, but could not have printed such digits:</source>
        <translation>以下几种最接近，但不可能打印出这样的数字：</translation>
    </message>
    <message>
        <source>input that can tell</source>
        <translation>换用能区分的输入</translation>
    </message>
</context>
<context>
    <name>layernorm::NotationMenu</name>
    <message>
        <source>Number &amp;format</source>
        <translation>数字格式(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Automatic</source>
        <translation>自动(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Decimals</source>
        <translation>小数(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Scientific</source>
        <translation>科学计数法(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Fraction of the table’s largest</source>
        <translation>占表中最大值的比例(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Hexadecimal, every bit</source>
        <translation>十六进制，精确到每一位(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;More digits</source>
        <translation>增加位数(&amp;M)</translation>
    </message>
    <message>
        <source>Fe&amp;wer digits</source>
        <translation>减少位数(&amp;W)</translation>
    </message>
    <message numerus="yes">
        <source>Numbers: %1, %n digit(s)</source>
        <translation>
            <numerusform>数字：%1，%n 位</numerusform>
        </translation>
    </message>
    <message>
        <source>Numbers: %1</source>
        <translation>数字：%1</translation>
    </message>
</context>
<context>
    <name>layernorm::NotesPanel</name>
    <message>
        <source>Notes</source>
        <translation>笔记</translation>
    </message>
    <message>
        <source>Notes on this document; they are saved with it</source>
        <translation>关于这个文档的笔记；随文档一起保存</translation>
    </message>
</context>
<context>
    <name>layernorm::PageTabs</name>
    <message>
        <source>Table with commas</source>
        <translation>逗号分隔的表格</translation>
    </message>
    <message>
        <source>JSON</source>
        <translation>JSON</translation>
    </message>
    <message>
        <source>Copy or save what this page shows</source>
        <translation>复制或保存本页显示的内容</translation>
    </message>
    <message>
        <source>&amp;Copy as table</source>
        <translation>复制为表格(&amp;C)</translation>
    </message>
    <message>
        <source>Save the &amp;table…</source>
        <translation>保存表格(&amp;T)…</translation>
    </message>
    <message>
        <source>Save a &amp;picture…</source>
        <translation>保存图片(&amp;P)…</translation>
    </message>
    <message>
        <source>This page has no numbers yet; try again when it shows some</source>
        <translation>本页还没有数字；请等显示出来后再试</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) copied; paste them into a spreadsheet</source>
        <translation>
            <numerusform>已复制 %n 行；可粘贴到电子表格中</numerusform>
        </translation>
    </message>
    <message>
        <source>Save the page&apos;s table</source>
        <translation>保存本页表格</translation>
    </message>
    <message>
        <source>Saved %1</source>
        <translation>已保存 %1</translation>
    </message>
    <message>
        <source>The table cannot be written to %1: %2; choose another place</source>
        <translation>表格无法写入 %1：%2；请换个位置</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>E&amp;xport</source>
        <translation>导出(&amp;X)</translation>
    </message>
</context>
<context>
    <name>layernorm::PipelineView</name>
    <message>
        <source>residual: X itself</source>
        <translation>残差连接：X 本身</translation>
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
        <translation>按种子 %1 生成</translation>
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
    <message>
        <source>pasted numbers</source>
        <translation>粘贴的数</translation>
    </message>
    <message>
        <source>paste as new tensor</source>
        <translation>粘贴为新张量</translation>
    </message>
    <message>
        <source>edit the notes</source>
        <translation>编辑笔记</translation>
    </message>
</context>
<context>
    <name>layernorm::ShortcutSheet</name>
    <message>
        <source>Keys – LayerNorm Explorer</source>
        <translation>快捷键 – LayerNorm Explorer</translation>
    </message>
    <message>
        <source>&amp;Print…</source>
        <translation>打印(&amp;P)…</translation>
    </message>
</context>
<context>
    <name>layernorm::Stage</name>
    <message>
        <source>Board</source>
        <translation>总览</translation>
    </message>
</context>
<context>
    <name>layernorm::StageView</name>
    <message>
        <source>; agrees with %1</source>
        <translation>；与 %1 一致</translation>
    </message>
    <message>
        <source>; differs from %1</source>
        <translation>；与 %1 不一致</translation>
    </message>
    <message>
        <source>mean μ</source>
        <translation>均值 μ</translation>
    </message>
    <message>
        <source>variance σ²</source>
        <translation>方差 σ²</translation>
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
        <translation>批次 × 序列</translation>
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
    <name>layernorm::StoredTensorModel</name>
    <message>
        <source>a single number</source>
        <translation>单个数</translation>
    </message>
    <message>
        <source>%1, %2, %3</source>
        <translation>%1，%2，%3</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>形状</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Sort by this column: Ctrl+%1; a third time: as in the file</source>
        <translation>按此列排序：Ctrl+%1；第三次：恢复文件中的次序</translation>
    </message>
</context>
<context>
    <name>layernorm::TokenGradientModel</name>
    <message>
        <source>The constant direction of g, taken away</source>
        <translation>g 沿常数方向的分量，被减去</translation>
    </message>
    <message>
        <source>The direction of g along the output, taken away</source>
        <translation>g 沿输出方向的分量，被减去</translation>
    </message>
    <message>
        <source>Length of the upstream gradient, times γ</source>
        <translation>上游梯度乘以 γ 之后的长度</translation>
    </message>
    <message>
        <source>‖removed‖</source>
        <translation>‖减去的‖</translation>
    </message>
    <message>
        <source>Length of what is taken away</source>
        <translation>被减去部分的长度</translation>
    </message>
    <message>
        <source>Length of the gradient that arrives at x</source>
        <translation>到达 x 的梯度的长度</translation>
    </message>
</context>
<context>
    <name>layernorm::TokenGradientNotes</name>
    <message>
        <source>NaN or an infinity in this token: its gradient is NaN, and no other token’s.</source>
        <translation>这个词元中有 NaN 或无穷大：它的梯度是 NaN，其他词元不受影响。</translation>
    </message>
    <message>
        <source>One value is its own mean: y = β whatever x is, and no gradient arrives.</source>
        <translation>只有一个值时，它就是自己的均值：无论 x 是多少，y = β，没有梯度到达。</translation>
    </message>
    <message>
        <source>L is one output: its gradient goes to the other values of its token too, through mean and variance, and to no other token.</source>
        <translation>L 是单个输出：它的梯度经由均值和方差也到达同一词元的其他值，而不到达其他词元。</translation>
    </message>
    <message>
        <source>A number added to all x of a token leaves y as it is, and so does stretching the token about its mean (but for ε): in these two directions dL/dx has no part.</source>
        <translation>给词元的所有 x 加上同一个数，y 不变；围绕均值伸缩该词元，y 也不变（ε 的影响除外）：dL/dx 在这两个方向上没有分量。</translation>
    </message>
    <message>
        <source>sum(y).backward() gives g = γ here, which is not constant: the sum of the outputs depends on x through γ, and so a gradient arrives.</source>
        <translation>sum(y).backward() 在此给出 g = γ，它的各个值并不相等：输出之和通过 γ 依赖于 x，因此有梯度到达。</translation>
    </message>
    <message>
        <source>&lt;b&gt;sum(y).backward() gives zero.&lt;/b&gt; Deviations from the mean add up to 0, so the outputs have the same sum whatever x is; g is constant, and mean(g) takes all of it away.</source>
        <translation>&lt;b&gt;sum(y).backward() 给出零。&lt;/b&gt;与均值的偏差之和为 0，所以无论 x 是多少，输出之和都相同；g 的各个值相等，mean(g) 把它全部减去。</translation>
    </message>
    <message>
        <source>L = Σ y² / 2. With γ and β, g = γ · y need not lie along x̂; its constant part and the part that does are taken away.</source>
        <translation>L = Σ y² / 2。有 γ 和 β 时，g = γ · y 不一定沿 x̂ 方向；它的常数部分和沿 x̂ 方向的部分被减去。</translation>
    </message>
    <message>
        <source>L = Σ y² / 2 = D/2 · σ² / (σ² + ε): it is D/2 for every x, but for ε, so only the share ε / (σ² + ε) of g remains: %1.</source>
        <translation>L = Σ y² / 2 = D/2 · σ² / (σ² + ε)：若不计 ε，对任何 x 它都是 D/2，所以 g 只剩下 ε / (σ² + ε) 这一份：%1。</translation>
    </message>
    <message>
        <source>upstream</source>
        <translation>上游梯度</translation>
    </message>
    <message>
        <source>‖removed‖</source>
        <translation>‖减去的‖</translation>
    </message>
    <message>
        <source>the rest · rstd = %1</source>
        <translation>其余部分 · rstd = %1</translation>
    </message>
    <message>
        <source>0 but for rounding</source>
        <translation>除舍入外为 0</translation>
    </message>
    <message>
        <source>0 but for ε and rounding</source>
        <translation>除 ε 和舍入外为 0</translation>
    </message>
    <message>
        <source>○ %1 agrees: largest difference %2</source>
        <translation>○ %1 一致：最大差 %2</translation>
    </message>
    <message>
        <source>○ %1 disagrees: largest difference %2</source>
        <translation>○ %1 不一致：最大差 %2</translation>
    </message>
</context>
<context>
    <name>layernorm::TokenGradientView</name>
    <message>
        <source>The gradient’s way through LayerNorm, value by value</source>
        <translation>梯度反向通过 LayerNorm 的过程，逐值显示</translation>
    </message>
    <message>
        <source>random</source>
        <translation>随机</translation>
    </message>
    <message>
        <source>all ones: L = sum(y)</source>
        <translation>全为 1：L = sum(y)</translation>
    </message>
    <message>
        <source>along the output: L = sum(y²) / 2</source>
        <translation>沿输出方向：L = sum(y²) / 2</translation>
    </message>
    <message>
        <source>one-hot: L = the selected y</source>
        <translation>独热：L = 所选的 y</translation>
    </message>
    <message>
        <source>upstream gradient dL/dy</source>
        <translation>上游梯度 dL/dy</translation>
    </message>
    <message>
        <source>seed of the upstream gradient</source>
        <translation>上游梯度的种子</translation>
    </message>
    <message>
        <source>torch.manual_seed(seed); torch.randn(x.shape)</source>
        <translation>torch.manual_seed(seed); torch.randn(x.shape)</translation>
    </message>
    <message>
        <source>seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>About this token’s gradient</source>
        <translation>关于这个词元的梯度</translation>
    </message>
    <message>
        <source>The gradients of all tokens</source>
        <translation>所有词元的梯度</translation>
    </message>
    <message>
        <source>A token of %L1 values is too large to take apart; up to %L2 are.</source>
        <translation>%L1 个值的词元太大，无法分解显示；最多 %L2 个值。</translation>
    </message>
    <message>
        <source>upstream, ‖g‖ = %1</source>
        <translation>上游梯度，‖g‖ = %1</translation>
    </message>
    <message>
        <source>constant direction: taken away</source>
        <translation>常数方向：被减去</translation>
    </message>
    <message>
        <source>times x̂, the output: taken away</source>
        <translation>乘以 x̂（输出方向）：被减去</translation>
    </message>
    <message>
        <source>the rest · rstd (%1)</source>
        <translation>其余部分 · rstd（%1）</translation>
    </message>
    <message>
        <source>Tokens %L1 to %L2 of %L3.</source>
        <translation>共 %L3 个词元，显示第 %L1 到 %L2 个。</translation>
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
        <translation>%1%</translation>
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
            <numerusform>%Ln 个均值，每个批次元素一个</numerusform>
        </translation>
    </message>
    <message>
        <source>ours is nearer to the exact value there</source>
        <translation>该处本程序的结果更接近精确值</translation>
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
        <translation>%1 意外终止（崩溃或被强制结束）</translation>
    </message>
    <message>
        <source>%1 ended with exit code %2</source>
        <translation>%1 以退出码 %2 结束</translation>
    </message>
    <message>
        <source>: %1</source>
        <translation>：%1</translation>
    </message>
    <message>
        <source>%1 does not offer %2</source>
        <translation>%1 不提供 %2</translation>
    </message>
</context>
</TS>
