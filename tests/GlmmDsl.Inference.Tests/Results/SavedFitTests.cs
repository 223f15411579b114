using System.Text;
using System.Text.Json.Nodes;
using GlmmDsl.Data;
using GlmmDsl.Tests.References;

namespace GlmmDsl.Inference.Tests.Results;

/// <summary>A fit that is saved and loaded says what the fit said, and a changed file is refused.</summary>
public sealed class SavedFitTests
{
    private static readonly Lazy<MixedModelFit> Sleep = new(() => Fit("sleep_ris"));

    [Theory]
    [InlineData("sleep_ris")]
    [InlineData("penicillin")]
    [InlineData("pastes_nested")]
    [InlineData("cake_int")]
    [InlineData("cbpp")]
    [InlineData("bin_slope")]
    public void It_prints_the_same_summary_but_for_the_residuals(string id)
    {
        MixedModelFit fit = Fit(id);

        MixedModelFit loaded = Loaded(fit);

        Assert.Equal(WithoutResiduals(fit.ToString()), WithoutResiduals(loaded.ToString()));
        Assert.Equal(fit.Coefficients.Select(c => (c.Name, c.Estimate, c.StandardError)), loaded.Coefficients.Select(c => (c.Name, c.Estimate, c.StandardError)));
        Assert.Equal(fit.Theta.AsEnumerable(), loaded.Theta);
        Assert.Equal(fit.Notices.Select(n => n.Text), loaded.Notices.Select(n => n.Text));
        Assert.Equal(fit.RandomEffects.ToString(), loaded.RandomEffects.ToString());
        Assert.Equal(fit.VarianceComponents.ToString(), loaded.VarianceComponents.ToString());
        Assert.Equal(fit.LogLikelihood.Value, loaded.LogLikelihood.Value);
        Assert.Equal(0, fit.Aic.CompareTo(loaded.Aic));
        Assert.False(loaded.HasRows);
    }

    [Theory]
    [InlineData("sleep_ris")]
    [InlineData("pastes_nested")]
    [InlineData("cake_int")]
    [InlineData("cbpp")]
    public void It_predicts_the_same_with_the_same_errors(string id)
    {
        var reference = ReferenceCase.Load(id);
        MixedModelFit fit = Fit(id);
        MixedModelFit loaded = Loaded(fit);
        Table rows = reference.Data();

        Assert.Equal(fit.Predict(rows), loaded.Predict(rows));
        foreach (PredictionOf what in new[] { PredictionOf.Mean, PredictionOf.ConditionalMean })
        {
            var expected = fit.PredictInterval(rows, what);
            var found = loaded.PredictInterval(rows, what);
            for (int i = 0; i < expected.Length; i++)
            {
                Assert.Equal(expected[i].Value, found[i].Value);
                Assert.Equal(expected[i].StandardError, found[i].StandardError, 1e-7 * expected[i].StandardError);
            }
        }
    }

    [Fact]
    public void A_linear_model_has_its_tests_and_shares_of_variance()
    {
        MixedModelFit loaded = Loaded(Sleep.Value);

        Assert.Equal(Sleep.Value.IntraclassCorrelation.Adjusted, loaded.IntraclassCorrelation.Adjusted, 1e-12);
        Assert.Equal(Sleep.Value.RSquared.Marginal, loaded.RSquared.Marginal, 1e-9);
        Assert.Equal(Sleep.Value.KenwardRoger().Coefficients["Days"].DegreesOfFreedom, loaded.KenwardRoger().Coefficients["Days"].DegreesOfFreedom, 1e-6);
        Assert.Equal(Sleep.Value.CriterionAt(0.9, 0.1, 0.2), loaded.CriterionAt(0.9, 0.1, 0.2), 1e-7);
    }

    /// <summary>scale() and poly() stand for what they were in the rows of the fit, and offsets are added.</summary>
    [Fact]
    public void What_depended_on_the_rows_is_remembered()
    {
        string text = "y,x,o,g\n" + string.Join('\n', Enumerable.Range(0, 60).Select(i => FormattableString.Invariant($"{Math.Sin(i) + (i % 6)},{i % 10},{i % 3},g{i % 6}")));
        MixedModelFit fit = MixedModel.Fit("y ~ poly(x, 2) + scale(o) + offset(0.5 * o) + (scale(x) || g)", Table.ReadCsv(new StringReader(text)));
        Table rows = Table.ReadCsv(new StringReader("x,o,g\n3,2,g1\n12,0,g5\n"));

        Assert.Equal(fit.Predict(rows), Loaded(fit).Predict(rows));
    }

    [Fact]
    public void A_function_of_the_users_is_asked_for()
    {
        var options = new FitOptions { Functions = FitOptions.Default.Functions.Add(("twice", 1), x => 2 * x[0]) };
        var reference = ReferenceCase.Load("sleep_ris");
        MixedModelFit fit = MixedModel.Fit("Reaction ~ twice(Days) + (1 | Subject)", reference.Data(), options);
        byte[] saved = Saved(fit);

        Assert.Contains("twice", Assert.Throws<ArgumentException>(() => MixedModelFit.Load(new MemoryStream(saved))).Message, StringComparison.Ordinal);
        Assert.Equal(fit.Predict(reference.Data()), MixedModelFit.Load(new MemoryStream(saved), options.Functions).Predict(reference.Data()));
    }

    [Fact]
    public void Without_cross_products_it_predicts_and_says_what_it_lacks()
    {
        MixedModelFit loaded = Loaded(Sleep.Value, crossProducts: false);
        Table rows = ReferenceCase.Load("sleep_ris").Data();

        Assert.Equal(Sleep.Value.Predict(rows), loaded.Predict(rows));
        Assert.Equal(Sleep.Value.PredictInterval(rows, PredictionOf.Mean)[3].StandardError, loaded.PredictInterval(rows, PredictionOf.Mean)[3].StandardError, 1e-9);
        Assert.Contains("cross-products", Assert.Throws<InvalidOperationException>(() => loaded.PredictInterval(rows, PredictionOf.ConditionalMean)).Message, StringComparison.Ordinal);
        Assert.Contains("without rows", Assert.Throws<InvalidOperationException>(() => loaded.Residuals()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void It_can_be_saved_again()
    {
        byte[] first = Saved(Sleep.Value);

        Assert.Equal(first, Saved(MixedModelFit.Load(new MemoryStream(first))));
    }

    [Fact]
    public void No_response_of_a_row_is_written() =>
        Assert.DoesNotContain("258.7047", Encoding.UTF8.GetString(Saved(Sleep.Value)), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("Reaction,Days")]
    [InlineData("{\"format\":\"GlmmDsl fit\",\"version\":2}")]
    [InlineData("{\"format\":\"GlmmDsl fit\",\"version\":1e99}")]
    [InlineData("{\"format\":\"GlmmDsl cross-products\",\"version\":2}")]
    public void What_is_no_fit_is_refused(string text) =>
        Assert.Throws<InvalidDataException>(() => MixedModelFit.Load(new MemoryStream(Encoding.UTF8.GetBytes(text))));

    [Fact]
    public void A_later_version_is_named()
    {
        JsonNode node = JsonNode.Parse(Saved(Sleep.Value))!;
        node["version"] = 99;
        node["later"] = 1;
        node.AsObject().Remove("basis");

        Assert.Contains("of version 99 of the format", Assert.Throws<InvalidDataException>(() => MixedModelFit.Load(Stream(node))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_number_is_found_by_the_checksum_and_blanks_are_not_changes()
    {
        JsonNode node = JsonNode.Parse(Saved(Sleep.Value))!;
        using var indented = new MemoryStream(Encoding.UTF8.GetBytes(node.ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = true })));
        Assert.Equal(Sleep.Value.Theta.AsEnumerable(), MixedModelFit.Load(indented).Theta);
        node["estimates"]!["beta"]![1] = 10.5;

        Assert.Contains("checksum", Assert.Throws<InvalidDataException>(() => MixedModelFit.Load(Stream(node))).Message, StringComparison.Ordinal);
    }

    /// <summary>Bytes changed, cut off and put in anywhere: refused, and never anything else.</summary>
    [Fact]
    public void A_file_of_any_content_is_read_or_refused()
    {
        byte[] good = Saved(Sleep.Value);
        var random = new Random(5);
        for (int trial = 0; trial < 400; trial++)
        {
            byte[] bytes = [.. good];
            for (int change = random.Next(1, 4); change > 0; change--)
            {
                int at = random.Next(bytes.Length);
                bytes = random.Next(4) switch
                {
                    0 => bytes[..at],
                    1 => [.. bytes[..at], (byte)random.Next(256), .. bytes[at..]],
                    2 => [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + random.Next(1, 30))..]],
                    _ => [.. bytes[..at], (byte)"0123456789-eE.,:[]{}\"n"[random.Next(22)], .. bytes[Math.Min(bytes.Length, at + 1)..]],
                };
                bytes = bytes.Length == 0 ? [0] : bytes;
            }

            Check(bytes);
        }
    }

    /// <summary>Behind a checksum that is right the parts must agree too.</summary>
    [Fact]
    public void A_file_whose_parts_do_not_agree_is_refused_behind_its_checksum()
    {
        var random = new Random(7);
        for (int trial = 0; trial < 300; trial++)
        {
            JsonNode node = JsonNode.Parse(Saved(Sleep.Value))!;
            JsonNode place = node;
            while (place is JsonObject or JsonArray)
            {
                JsonNode?[] children = [.. place is JsonObject o ? o.Select(p => p.Value) : place.AsArray()];
                if (children.Length == 0 || children[random.Next(children.Length)] is not { } child)
                {
                    break;
                }

                place = child;
            }

            Change(place, random);
            Check(Rechecked(node));
        }
    }

    [Fact]
    public void A_file_of_the_version_before_is_named()
    {
        JsonNode node = JsonNode.Parse(Saved(Sleep.Value))!;
        node["version"] = 1;
        node["basis"]!.AsObject().Remove("references");

        string message = Assert.Throws<InvalidDataException>(() => MixedModelFit.Load(Stream(node))).Message;
        Assert.Contains("of version 1 of the format; this library reads versions 2 to 3.", message, StringComparison.Ordinal);
    }

    /// <summary>Every digit of the file, one at a time. The 17th of a number may change without another double.</summary>
    [Fact]
    public void A_digit_changed_anywhere_is_refused_or_means_the_same_number()
    {
        byte[] good = Saved(Fit("dyestuff"), crossProducts: false);
        int same = 0;
        Assert.All(Enumerable.Range(0, good.Length).Where(at => char.IsAsciiDigit((char)good[at])), at =>
        {
            byte[] changed = [.. good];
            changed[at] = (byte)('0' + ((good[at] - '0' + 1) % 10));
            try
            {
                Assert.Equal(good, Saved(MixedModelFit.Load(new MemoryStream(changed))));
                same++;
            }
            catch (InvalidDataException)
            {
                // Refused, as it should be.
            }
        });
        Assert.InRange(same, 0, 20);
    }

    /// <summary>A number of rows or of levels that the file only claims is never memory.</summary>
    [Fact]
    public void A_size_that_a_file_only_claims_takes_no_memory()
    {
        JsonNode node = JsonNode.Parse(Saved(Sleep.Value))!;
        node["rows"]!["rowCount"] = int.MaxValue;
        node["rows"]!["observations"] = int.MaxValue;
        node["products"]!["rowCount"] = int.MaxValue;
        byte[] claimed = Rechecked(node);
        long before = GC.GetAllocatedBytesForCurrentThread();
        var fit = MixedModelFit.Load(new MemoryStream(claimed));
        Assert.True(double.IsFinite(fit.RSquared.Marginal));
        _ = fit.ToString() + fit.ToJson();
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 20_000_000);

        node["products"]!["levelCounts"]![0] = int.MaxValue;
        Assert.Throws<InvalidDataException>(() => MixedModelFit.Load(new MemoryStream(Rechecked(node))));
    }

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{\"a\":", "}")]
    public void Nesting_without_end_is_refused(string open, string close)
    {
        string deep = string.Concat(Enumerable.Repeat(open, 100_000)) + "1" + string.Concat(Enumerable.Repeat(close, 100_000));
        Assert.Throws<InvalidDataException>(() => MixedModelFit.Load(new MemoryStream(Encoding.UTF8.GetBytes("{\"x\":" + deep + "}"))));

        JsonNode node = JsonNode.Parse(Saved(Sleep.Value))!;
        node["formula"] = "Reaction ~ " + new string('(', 50_000) + "Days" + new string(')', 50_000) + " + (Days | Subject)";
        Assert.Throws<InvalidDataException>(() => MixedModelFit.Load(new MemoryStream(Rechecked(node))));
    }

    private static void Change(JsonNode place, Random random)
    {
        if (place.Parent is JsonArray array && random.Next(2) == 0)
        {
            array.RemoveAt(random.Next(array.Count));
        }
        else if (place is JsonValue value && value.GetValueKind() == System.Text.Json.JsonValueKind.Number)
        {
            value.ReplaceWith(random.Next(3) switch { 0 => -1, 1 => 1_000_000_000, _ => 0 });
        }
        else if (place is JsonValue)
        {
            place.ReplaceWith("x");
        }
    }

    /// <summary>The file with the checksum of its changed contents; the file itself where it is no fit's any more.</summary>
    private static byte[] Rechecked(JsonNode node)
    {
        byte[] changed = Encoding.UTF8.GetBytes(node.ToJsonString());
        try
        {
            var file = System.Text.Json.JsonSerializer.Deserialize(changed, GlmmDsl.Fitting.Saving.FitFileJson.Default.FitFile)!;
            node["checksum"] = GlmmDsl.Fitting.Saving.FitFile.Frame.ChecksumOf(file);
            return Encoding.UTF8.GetBytes(node.ToJsonString());
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or ArgumentException)
        {
            return changed;
        }
    }

    private static void Check(byte[] bytes)
    {
        try
        {
            MixedModelFit fit = MixedModelFit.Load(new MemoryStream(bytes));
            Assert.Equal(2, fit.Coefficients.Count);
        }
        catch (InvalidDataException)
        {
            // Refused, as it should be.
        }
    }

    private static MemoryStream Stream(JsonNode node) => new(Encoding.UTF8.GetBytes(node.ToJsonString()));

    private static byte[] Saved(MixedModelFit fit, bool crossProducts = true)
    {
        using var stream = new MemoryStream();
        fit.Save(stream, crossProducts);
        return stream.ToArray();
    }

    private static MixedModelFit Loaded(MixedModelFit fit, bool crossProducts = true) => MixedModelFit.Load(new MemoryStream(Saved(fit, crossProducts)));

    private static string WithoutResiduals(string summary)
    {
        string[] lines = summary.Split('\n');
        int start = Array.FindIndex(lines, l => l.StartsWith("Scaled residuals", StringComparison.Ordinal) || l.StartsWith("Residuals", StringComparison.Ordinal));
        int end = start < 0 ? 0 : Array.FindIndex(lines, start, l => l.Length == 0) + 1;
        return start < 0 ? summary : string.Join('\n', lines[..start].Concat(lines[end..]));
    }

    private static MixedModelFit Fit(string id)
    {
        var reference = ReferenceCase.Load(id);
        return MixedModel.Fit(reference.Formula, reference.Data(), reference.Options());
    }
}
