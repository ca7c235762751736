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
        <translation>句中每个位置的每个特征，跨整个批：即把句子展平成 [B, S·D] 后做的 BatchNorm。</translation>
    </message>
    <message>
        <source>Each place in the sentence, over batch and features: what BatchNorm1d computes when it is given [B, S, D] and the axes were not swapped.</source>
        <translation>句中每个位置，跨批和特征：给 BatchNorm1d 的是 [B, S, D] 而没有换轴时，它算的就是这个。</translation>
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
        <translation>批</translation>
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
        <translation>μ, σ²</translation>
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
        <translation>我们的，本进程内</translation>
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
        <translation>句子的形状是 %1；要接在形状为 %2 的批之后，应为 %3</translation>
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
        <translation>没有要归一化的轴；请在批、序列、维度中至少选一个</translation>
    </message>
    <message>
        <source>oneDNN computes BatchNorm in float32 only; choose float32</source>
        <translation>oneDNN 只能以 float32 计算 BatchNorm；请选择 float32</translation>
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
    <name>Headless</name>
    <message>
        <source>the library&apos;s columns lack values: %1</source>
        <translation>对照库的列缺少值：%1</translation>
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
        <translation>所给位数 ±%1</translation>
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
        <translation>为什么我的不一致？</translation>
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
    <name>layernorm::AxesPage</name>
    <message>
        <source>computing … %1 %</source>
        <translation>正在计算 … %1 %</translation>
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
        <translation>给批增加一个句子：%1（可撤销）</translation>
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
我们 %3
%4 %5
|差| %6，%7 ULP</translation>
    </message>
</context>
<context>
    <name>layernorm::DimensionNotes</name>
    <message>
        <source>ours</source>
        <translation>我们的</translation>
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
        <source>The library runs in a process of its own: its time includes the pipe that carries every value there and back, so this is no race.</source>
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
        <translation>每个词元的实测耗时：我们的和对照库的</translation>
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
        <translation>最大 |差|</translation>
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
    <message>
        <source>Save the page&apos;s &amp;table as…</source>
        <translation>另存本页表格(&amp;T)…</translation>
    </message>
    <message>
        <source>Save a picture of the pa&amp;ge as…</source>
        <translation>另存本页图片(&amp;G)…</translation>
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
        <source>Export</source>
        <translation>导出</translation>
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
        <source>The table cannot be written to %1; choose another place</source>
        <translation>表格无法写入 %1；请换个位置</translation>
    </message>
    <message>
        <source>Save a picture of the page</source>
        <translation>保存本页图片</translation>
    </message>
    <message>
        <source>The picture cannot be written to %1; choose another place</source>
        <translation>图片无法写入 %1；请换个位置</translation>
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
    <message>
        <source>%1 does not offer %2</source>
        <translation>%1 不提供 %2</translation>
    </message>
</context>
</TS>
