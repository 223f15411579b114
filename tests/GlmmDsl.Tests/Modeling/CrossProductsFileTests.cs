using System.Buffers.Binary;
using System.Text;
using GlmmDsl.Design.Products.Files;

namespace GlmmDsl.Tests.Modeling;

public sealed class CrossProductsFileTests
{
    private const string Model = "y ~ scale(x) * arm + dose + offset(z) + (x | g) + (1 | h) + (1 | g:h)";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_is_saved_is_loaded_to_the_last_bit(bool asJson)
    {
        CrossProducts products = CrossProducts.Of(Formula.Parse(Model), new PartedData(21).Whole, new FitOptions { Weights = "w" });

        CrossProducts loaded = Load(Saved(products, asJson));

        Assert.Equal(MixedModel.Fit(products).ToJson(), MixedModel.Fit(loaded).ToJson());
        Assert.Equal(Saved(products, asJson), Saved(loaded, asJson));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Two_sites_that_exchange_saved_sums_get_the_pooled_fit(bool hashed)
    {
        var data = new PartedData(22);
        Formula formula = Formula.Parse("y ~ x * arm + (x | g) + (1 | h)");
        var options = new CrossProductsSaveOptions { LabelKey = hashed ? "a shared secret"u8.ToArray() : default };
        CrossProducts[] sites = [.. data.Parts(2).Select(p => Load(Saved(CrossProducts.Of(formula, p), asJson: hashed, options)))];

        MixedModelFit pooled = MixedModel.Fit(CrossProducts.Merge(sites[0], sites[1]));

        MixedModelFit expected = MixedModel.Fit(formula, data.Whole);
        Assert.Equal(expected.LogLikelihood.Value, pooled.LogLikelihood.Value, 1e-7);
        Assert.Equal(expected.Coefficients.Select(c => c.Name), pooled.Coefficients.Select(c => c.Name));
        Assert.All(expected.Coefficients, c => Assert.Equal(c.Estimate, pooled.Coefficients[c.Name].Estimate, 1e-5));
        Assert.Equal(!hashed, pooled.RandomEffects["g"].TryFind("g3", out _));
    }

    [Fact]
    public void Hashed_labels_depend_on_the_key_and_leave_no_label_behind()
    {
        CrossProducts products = CrossProducts.Of(Formula.Parse("y ~ x + (1 | g)"), new PartedData(23).Whole);

        string one = Encoding.UTF8.GetString(Saved(products, true, new CrossProductsSaveOptions { LabelKey = new byte[] { 1 } }));
        string other = Encoding.UTF8.GetString(Saved(products, true, new CrossProductsSaveOptions { LabelKey = new byte[] { 2 } }));

        Assert.NotEqual(one, other);
        Assert.DoesNotContain("\"g1\"", one, StringComparison.Ordinal);
        Assert.Contains("\"g1\"", Encoding.UTF8.GetString(Saved(products, true)), StringComparison.Ordinal);
    }

    [Fact]
    public void Dropped_labels_can_be_fitted_and_not_merged()
    {
        CrossProducts products = CrossProducts.Of(Formula.Parse("y ~ x + (1 | g)"), new PartedData(24).Whole);
        CrossProducts loaded = Load(Saved(products, false, new CrossProductsSaveOptions { DropLabels = true }));

        Assert.Equal(MixedModel.Fit(products).LogLikelihood.Value, MixedModel.Fit(loaded).LogLikelihood.Value, 1e-8);
        Assert.Contains("without labels", Assert.Throws<ModelDataException>(() => CrossProducts.Merge(loaded, products)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Small_groups_are_refused_and_not_named()
    {
        CrossProducts products = CrossProducts.Of(Formula.Parse("y ~ x + (1 | g)"), new PartedData(25).Whole);

        ModelDataException error = Assert.Throws<ModelDataException>(() => Saved(products, false, new CrossProductsSaveOptions { SmallestGroup = 180 }));

        Assert.StartsWith("12 levels of 'g' have fewer than 180 rows", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_cut_short_or_changed_anywhere_is_refused()
    {
        byte[] saved = Saved(CrossProducts.Of(Formula.Parse("y ~ arm + (1 | g) + (1 | h)"), new PartedData(26, 40).Whole), false);
        var random = new Random(27);
        for (int i = 0; i < 200; i++)
        {
            Assert.Throws<InvalidDataException>(() => Load(saved[..random.Next(saved.Length)]));
            byte[] changed = [.. saved];
            changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
            Assert.Throws<InvalidDataException>(() => Load(changed));
        }
    }

    [Fact]
    public void Json_changed_anywhere_is_refused_or_says_the_same()
    {
        CrossProducts products = CrossProducts.Of(Formula.Parse("y ~ scale(x) + arm + (1 | g) + (1 | h)"), new PartedData(28, 40).Whole);
        byte[] saved = Saved(products, true);
        var random = new Random(29);
        ReadOnlySpan<byte> signs = "0123456789,:[]{}\"-enull "u8;
        int refused = 0;
        for (int i = 0; i < 400; i++)
        {
            byte[] changed = [.. saved];

            // Most of the file are numbers of blocks; half of the changes go to what stands before them.
            int at = random.Next(i % 2 == 0 ? changed.Length : 3000);
            changed[at] = signs[random.Next(signs.Length)];
            if (LoadedOrRefused(changed) is CrossProducts loaded)
            {
                Assert.Equal(saved, Saved(loaded, true));
            }
            else
            {
                refused++;
            }
        }

        Assert.InRange(refused, 350, 400);
    }

    [Fact]
    public void Json_of_any_numbers_with_a_right_checksum_is_read_or_refused_and_never_breaks()
    {
        byte[] saved = Saved(CrossProducts.Of(Formula.Parse("y ~ scale(x) + arm + (x | g) + (1 | h) + (1 | g:h)"), new PartedData(31, 40).Whole), true);
        string text = Encoding.UTF8.GetString(saved);
        int blocks = text.IndexOf("\"blocks\"", StringComparison.Ordinal);
        var random = new Random(32);
        string[] values = ["0", "-1", "1", "7", "2147483647", "-2147483648", "1e308", "-1e-320", "null", "[]", "[null]", "{}", "\"\"", "\"g1\"", "true"];
        int refused = 0;
        for (int i = 0; i < 500; i++)
        {
            // A value in the lists before the blocks, in the blocks, or in the patterns of pairs at their end.
            int from = i % 3 == 0 ? random.Next(blocks) : i % 3 == 1 ? random.Next(blocks, text.Length - 90) : text.LastIndexOf("\"rowStart\"", StringComparison.Ordinal) + random.Next(120);
            int start = text.AsSpan(from).IndexOfAny(",[:") + from + 1;
            int length = text.AsSpan(start).IndexOfAny(",]}");
            string changed = string.Concat(text.AsSpan(0, start), values[random.Next(values.Length)], text.AsSpan(start + length));
            refused += LoadedOrRefused(WithChecksum(changed)) is null ? 1 : 0;
        }

        Assert.InRange(refused, 250, 500);
    }

    [Fact]
    public void Rows_of_a_pattern_that_start_behind_its_end_are_damage()
    {
        string text = Encoding.UTF8.GetString(Saved(CrossProducts.Of(Formula.Parse("y ~ x + (1 | g) + (1 | h)"), new PartedData(33, 40).Whole), true));
        int start = text.IndexOf("\"rowStart\":[0,", StringComparison.Ordinal) + "\"rowStart\":[0,".Length;
        int length = text.AsSpan(start).IndexOf(',');

        InvalidDataException error = Assert.Throws<InvalidDataException>(() => Load(WithChecksum(string.Concat(text.AsSpan(0, start), "2000000", text.AsSpan(start + length)))));

        Assert.Contains("out of order", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_laid_out_anew_is_still_what_was_saved()
    {
        CrossProducts products = CrossProducts.Of(Formula.Parse("y ~ x + (1 | g)"), new PartedData(34, 40).Whole);
        string indented = System.Text.Json.Nodes.JsonNode.Parse(Saved(products, true))!.ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = true });

        Assert.Equal(Saved(products, true), Saved(Load(Encoding.UTF8.GetBytes(indented)), true));
    }

    [Fact]
    public void Json_without_a_checksum_is_refused_and_the_reason_named()
    {
        string text = Encoding.UTF8.GetString(Saved(CrossProducts.Of(Formula.Parse("y ~ x"), new PartedData(35).Whole), true));
        string without = text[..text.LastIndexOf(",\"checksum\"", StringComparison.Ordinal)] + "}";

        Assert.Contains("checksum is missing", Assert.Throws<InvalidDataException>(() => Load(Encoding.UTF8.GetBytes(without))).Message, StringComparison.Ordinal);
        string old = without.Replace("\"version\":2", "\"version\":1", StringComparison.Ordinal);
        Assert.Contains("version 1", Assert.Throws<InvalidDataException>(() => Load(Encoding.UTF8.GetBytes(old))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_binary_file_of_the_first_version_is_read()
    {
        CrossProducts products = CrossProducts.Of(Formula.Parse("y ~ x + (1 | g)"), new PartedData(36, 40).Whole);
        byte[] file = Saved(products, false);
        file[8] = 1;
        int length = (int)BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(12));
        int at = file.AsSpan(20, length).IndexOf("\"version\":2"u8) + 20;
        file[at + 10] = (byte)'1';
        System.Security.Cryptography.SHA256.HashData(file.AsSpan(0, file.Length - 32)).CopyTo(file.AsSpan(file.Length - 32));

        Assert.Equal(MixedModel.Fit(products).ToJson(), MixedModel.Fit(Load(file)).ToJson());
    }

    [Theory]
    [InlineData((byte)'x', 1)]
    [InlineData((byte)' ', 300_000_000)]
    public void A_stream_without_end_is_left(byte content, long mostRead)
    {
        using var endless = new EndlessStream(content);

        Assert.Throws<InvalidDataException>(() => CrossProducts.Load(endless));

        Assert.InRange(endless.BytesRead, 0, mostRead);
    }

    [Fact]
    public void A_length_that_a_file_only_claims_takes_no_memory()
    {
        byte[] file = new byte[20];
        "GLMMXPRD"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(8), 1);
        BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(12), 2_000_000_000);
        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Contains("ends too early", Assert.Throws<InvalidDataException>(() => Load(file)).Message, StringComparison.Ordinal);

        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1_000_000);
    }

    [Fact]
    public void Another_version_is_named()
    {
        byte[] file = Saved(CrossProducts.Of(Formula.Parse("y ~ x"), new PartedData(30).Whole), false);
        file[8] = 9;

        Assert.Contains("version 9", Assert.Throws<InvalidDataException>(() => Load(file)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("GLMM")]
    [InlineData("")]
    public void Other_files_are_refused(string text) =>
        Assert.Throws<InvalidDataException>(() => Load(Encoding.UTF8.GetBytes(text)));

    private static byte[] Saved(CrossProducts products, bool asJson, CrossProductsSaveOptions? options = null)
    {
        using var stream = new MemoryStream();
        if (asJson)
        {
            products.SaveJson(stream, options);
        }
        else
        {
            products.Save(stream, options);
        }

        return stream.ToArray();
    }

    private static CrossProducts? LoadedOrRefused(byte[] bytes)
    {
        try
        {
            return Load(bytes);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>The text with the checksum that its contents need, where they can be read at all.</summary>
    private static byte[] WithChecksum(string text)
    {
        try
        {
            ProductFile? file = System.Text.Json.JsonSerializer.Deserialize(text, ProductFileJson.Default.ProductFile);
            return file is null
                ? Encoding.UTF8.GetBytes(text)
                : System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(file.WithChecksum(ProductFile.Frame.ChecksumOf(file)), ProductFileJson.Default.ProductFile);
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or ArgumentException)
        {
            return Encoding.UTF8.GetBytes(text);
        }
    }

    private static CrossProducts Load(byte[] bytes) => CrossProducts.Load(new MemoryStream(bytes));

    private sealed class EndlessStream(byte content) : Stream
    {
        public long BytesRead { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            buffer.AsSpan(offset, count).Fill(content);
            BytesRead += count;
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
