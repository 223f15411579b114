using System.Buffers.Binary;
using System.Text;

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
    public void Changed_json_is_read_or_refused_and_never_breaks()
    {
        byte[] saved = Saved(CrossProducts.Of(Formula.Parse("y ~ scale(x) + arm + (1 | g) + (1 | h)"), new PartedData(28, 40).Whole), true);
        var random = new Random(29);
        ReadOnlySpan<byte> signs = "0123456789,:[]{}\"-enull "u8;
        int refused = 0;
        for (int i = 0; i < 400; i++)
        {
            byte[] changed = [.. saved];

            // Most of the file are numbers of blocks; half of the changes go to what stands before them.
            int at = random.Next(i % 2 == 0 ? changed.Length : 3000);
            changed[at] = signs[random.Next(signs.Length)];
            try
            {
                Load(changed);
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 100, 400);
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

    private static CrossProducts Load(byte[] bytes) => CrossProducts.Load(new MemoryStream(bytes));
}
