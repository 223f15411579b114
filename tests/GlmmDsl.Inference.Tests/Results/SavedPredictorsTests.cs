using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using GlmmDsl.Data;
using GlmmDsl.Fitting.Saving;
using GlmmDsl.Tests.References;

namespace GlmmDsl.Inference.Tests.Results;

/// <summary>Fits with a dispersion, a shape, zero inflation or thresholds say after they were saved and loaded what they said before.</summary>
public sealed class SavedPredictorsTests
{
    private static readonly ConcurrentDictionary<string, Lazy<MixedModelFit>> Fits = new(StringComparer.Ordinal);

    public static TheoryData<string> Cases { get; } = ["Negative", "Gamma", "Tweedie", "Inflated", "Hurdle", "Dispersed", "Log", "Poisson", "Ordinal"];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Estimates_components_and_summary_are_the_same(string id)
    {
        MixedModelFit fit = Fit(id);

        MixedModelFit loaded = Loaded(fit);

        Assert.Equal(WithoutResiduals(fit.ToString()), WithoutResiduals(loaded.ToString()));
        // Fitted values take the rows, and the variance of the fixed part is summed in another order.
        foreach ((string part, JsonNode? value) in Json(fit).AsObject().Where(p => p.Key is not ("fitted" or "icc" or "r2")))
        {
            Assert.Equal((part, value?.ToJsonString()), (part, Json(loaded)[part]?.ToJsonString()));
        }

        Assert.Equal(fit.ZeroInflation?.ToString(), loaded.ZeroInflation?.ToString());
        Assert.Equal(fit.Dispersion?.ToString(), loaded.Dispersion?.ToString());
        Assert.Equal(fit.ZeroInflation?.RandomEffects.ToString(), loaded.ZeroInflation?.RandomEffects.ToString());
        Assert.Equal(fit.Shapes.AsEnumerable(), loaded.Shapes);
        Assert.Equal(fit.Thresholds?.ToString(), loaded.Thresholds?.ToString());
        Assert.Equal(fit.Categories.AsEnumerable(), loaded.Categories);
        Assert.Equal(fit.Sigma, loaded.Sigma);
        Assert.Equal(fit.Bic.Value, loaded.Bic.Value);
        Assert.Equal(fit.Wald().Coefficients.ToString(), loaded.Wald().Coefficients.ToString());
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Predictions_are_the_same_on_both_scales_with_random_effects_and_without(string id)
    {
        MixedModelFit fit = Fit(id);
        Table rows = Data(id);

        MixedModelFit loaded = Loaded(fit);

        foreach (PredictionScale scale in new[] { PredictionScale.Link, PredictionScale.Response })
        {
            Assert.Equal(fit.Predict(rows, scale: scale), loaded.Predict(rows, scale: scale));
            Assert.Equal(fit.PredictPopulation(rows, scale), loaded.PredictPopulation(rows, scale));
        }

        if (id == "Ordinal")
        {
            CategoryProbabilities expected = fit.PredictProbabilities(rows), found = loaded.PredictProbabilities(rows);
            Assert.All(Enumerable.Range(0, rows.RowCount * 5), i => Assert.Equal(expected[i / 5, i % 5], found[i / 5, i % 5]));
        }
    }

    /// <summary>A constant dispersion leaves the joint covariance of coefficients and random effects that of the working linear model, whose cross-products are in the file.</summary>
    [Theory]
    [InlineData("Negative")]
    [InlineData("Gamma")]
    public void A_constant_dispersion_keeps_the_errors_of_conditional_predictions(string id)
    {
        MixedModelFit fit = Fit(id);
        Table rows = Data(id);

        var expected = fit.PredictInterval(rows, PredictionOf.ConditionalMean);
        var found = Loaded(fit).PredictInterval(rows, PredictionOf.ConditionalMean);

        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First.StandardError, pair.Second.StandardError, 1e-7 * pair.First.StandardError));
    }

    /// <summary>The effects of one grouping factor are independent from level to level given the parameters, so that their joint covariance with the coefficients is in the file.</summary>
    [Theory]
    [InlineData("Negative")]
    [InlineData("Inflated")]
    [InlineData("Hurdle")]
    [InlineData("Dispersed")]
    [InlineData("Poisson")]
    public void Conditional_predictions_and_new_observations_have_the_same_errors(string id)
    {
        MixedModelFit fit = Fit(id), loaded = Loaded(fit);
        Table rows = JointRows(Data(id));

        foreach (PredictionOf what in Enum.GetValues<PredictionOf>())
        {
            Assert.All(fit.PredictInterval(rows, what).Zip(loaded.PredictInterval(rows, what)), pair =>
            {
                Assert.Equal(pair.First.StandardError, pair.Second.StandardError, 1e-7 * pair.First.StandardError);
                Assert.Equal(pair.First.Interval.Upper, pair.Second.Interval.Upper, 1e-6 * Math.Abs(pair.First.Interval.Upper));
            });
        }
    }

    [Fact]
    public void With_crossed_grouping_factors_the_errors_of_several_linear_predictors_take_the_rows()
    {
        MixedModelFit fit = MixedModel.Fit("SiblingNegotiation ~ FoodTreatment + (1 | Nest) + (1 | BroodSize)", Data("Inflated"), new FitOptions { Family = Family.Poisson, ZeroInflation = "~ 1" });
        Table rows = JointRows(Data("Inflated"));

        Assert.All(fit.PredictInterval(rows, PredictionOf.ConditionalMean), p => Assert.True(p.StandardError > 0));
        Assert.Contains("several grouping factors", Assert.Throws<InvalidOperationException>(() => Loaded(fit).PredictInterval(rows, PredictionOf.ConditionalMean)).Message, StringComparison.Ordinal);
        Assert.Equal(fit.Predict(rows), Loaded(fit).Predict(rows));
    }

    [Fact]
    public void What_needs_the_rows_is_refused()
    {
        MixedModelFit loaded = Loaded(Fit("Inflated"));

        Action[] actions = [() => _ = loaded.Fitted, () => loaded.Profile(), () => loaded.Simulate(1, 1), () => loaded.RefitFrom(loaded.Theta.AsSpan()), () => loaded.RandomizedQuantileResiduals(1)];
        Assert.All(actions, action => Assert.Contains("rows", Assert.Throws<InvalidOperationException>(action).Message, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_loaded_fit_is_saved_as_it_was(string id)
    {
        byte[] saved = Saved(Fit(id));

        Assert.Equal(saved, Saved(MixedModelFit.Load(new MemoryStream(saved))));
    }

    /// <summary>The version before had one linear predictor, and nothing else of it changed: its checksums still hold.</summary>
    [Fact]
    public void A_file_of_version_2_is_read()
    {
        ReferenceCase reference = ReferenceCase.Load("cbpp");
        MixedModelFit fit = MixedModel.Fit(reference.Formula, reference.Data(), reference.Options());
        JsonNode node = JsonNode.Parse(Saved(fit))!;
        Assert.False(node.AsObject().ContainsKey("others"));
        node["version"] = 2;

        Assert.Equal(fit.Coefficients.ToString(), MixedModelFit.Load(new MemoryStream(Rechecked(node)!)).Coefficients.ToString());
    }

    /// <summary>Behind a checksum that is right the parts must agree: what is cut off, renamed or out of range is refused, and never anything else.</summary>
    [Theory]
    [InlineData("Inflated", "others")]
    [InlineData("Inflated", "effects")]
    [InlineData("Dispersed", "others")]
    [InlineData("Tweedie", "others")]
    [InlineData("Ordinal", "thresholds")]
    public void A_damaged_predictor_is_read_or_refused(string id, string part)
    {
        byte[] good = Saved(Fit(id));
        Table rows = Data(id);
        var random = new Random(11);
        int refused = 0;
        for (int trial = 0; trial < 120; trial++)
        {
            JsonNode node = JsonNode.Parse(good)!;
            JsonNode place = node[part]!;
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
            if (Rechecked(node) is not { } changed)
            {
                continue;
            }

            try
            {
                MixedModelFit loaded = MixedModelFit.Load(new MemoryStream(changed));
                _ = loaded.ToString() + loaded.ToJson();
                Assert.Equal(rows.RowCount, loaded.Predict(rows).Length);
            }
            catch (InvalidDataException)
            {
                refused++;
            }
            catch (Exception e) when (e is ModelDataException or FormulaException)
            {
                // A formula, level or column of another name is a model that the rows do not suit.
            }
        }

        Assert.True(refused > 10);
    }

    [Theory]
    [InlineData("others", "linear predictors")]
    [InlineData("thresholds", "thresholds")]
    public void A_fit_without_its_predictors_or_thresholds_is_refused(string part, string words)
    {
        JsonNode node = JsonNode.Parse(Saved(part == "others" ? Fit("Inflated") : Fit("Ordinal")))!;
        node.AsObject().Remove(part);

        Assert.Contains(words, Assert.Throws<InvalidDataException>(() => MixedModelFit.Load(new MemoryStream(Rechecked(node)!))).Message, StringComparison.Ordinal);
    }

    /// <summary>A number of rows that the file only claims is never memory.</summary>
    [Fact]
    public void A_claimed_number_of_rows_takes_no_memory()
    {
        JsonNode node = JsonNode.Parse(Saved(Fit("Tweedie")))!;
        node["rows"]!["rowCount"] = int.MaxValue;
        node["rows"]!["observations"] = int.MaxValue;
        byte[] claimed = Rechecked(node)!;
        long before = GC.GetAllocatedBytesForCurrentThread();

        _ = MixedModelFit.Load(new MemoryStream(claimed)).ToString();

        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 20_000_000);
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
        else if (place is JsonValue flag && flag.GetValueKind() is System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False)
        {
            place.ReplaceWith(place.GetValueKind() == System.Text.Json.JsonValueKind.False);
        }
        else if (place is JsonValue)
        {
            place.ReplaceWith("x");
        }
    }

    private static byte[]? Rechecked(JsonNode node)
    {
        try
        {
            FitFile file = System.Text.Json.JsonSerializer.Deserialize(node.ToJsonString(), FitFileJson.Default.FitFile)!;
            node["checksum"] = FitFile.Frame.ChecksumOf(file);
            return Encoding.UTF8.GetBytes(node.ToJsonString());
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }

    private static MixedModelFit Fit(string id) => Fits.GetOrAdd(id, _ => new(() => MixedModel.Fit(Model(id).Formula, Data(id), Model(id).Options with { Missing = MissingValues.Omit }))).Value;

    private static (string Data, string Formula, FitOptions Options) Model(string id) => id switch
    {
        "Negative" => ("tmb_owls_nb2", "SiblingNegotiation ~ FoodTreatment + offset(log(BroodSize)) + (1 | Nest)", new FitOptions { Family = Family.NegativeBinomial2 }),
        "Gamma" => ("tmb_gamma_log", "y ~ x + trt + (1 | g)", new FitOptions { Family = Family.Gamma, Link = Link.Log }),
        "Tweedie" => ("tmb_salam_tweedie", "count ~ mined + (1 | site)", new FitOptions { Family = Family.Tweedie }),
        "Inflated" => ("tmb_owls_nb2_zire", "SiblingNegotiation ~ FoodTreatment + offset(log(BroodSize)) + (1 | Nest)",
            new FitOptions { Family = Family.NegativeBinomial2, ZeroInflation = "~ scale(BroodSize) + (1 | Nest)" }),
        "Hurdle" => ("tmb_salam_hurdle", "count ~ mined + (1 | site)", new FitOptions { Family = Family.TruncatedPoisson, ZeroInflation = "~ spp + mined" }),
        "Poisson" => ("tmb_owls_zip", "SiblingNegotiation ~ FoodTreatment + (1 | Nest)", new FitOptions { Family = Family.Poisson, ZeroInflation = "~ 1" }),
        "Dispersed" => ("tmb_ortho_disp", "distance ~ age * Sex + (1 | Subject)", new FitOptions { Dispersion = "~ 0 + Sex" }),
        "Log" => ("tmb_sleep_gauss_log", "Reaction ~ Days + (1 | Subject)", new FitOptions { Link = Link.Log }),
        _ => ("", "rating ~ temp + contact + (1 | judge)", new FitOptions { Family = Family.Cumulative }),
    };

    private static Table Data(string id) => Model(id).Data is { Length: > 0 } data ? ReferenceCase.Load(data).Data() : Table.ReadCsv(
        Path.Combine(GlmmDsl.Tests.Architecture.RepositoryRoot.Path, "tests", "Reference", "data", "wine.csv"),
        new CsvOptions { Ordered = ImmutableDictionary<string, ImmutableArray<string>>.Empty.Add("rating", ["1", "2", "3", "4", "5"]), Factors = ["judge", "bottle"] });

    /// <summary>A few of the rows.</summary>
    private static Table JointRows(Table table)
    {
        int[] rows = [0, 20, 99];
        return new Table(table.Columns.Select<Column, Column>(column =>
        {
            if (column.Type.Kind == GlmmDsl.Formulas.ColumnKind.Numeric)
            {
                return new NumericColumn(column.Name, Array.ConvertAll(rows, r => column.AsNumeric(table.RowLabel).Array[r]));
            }

            FactorColumn factor = column.AsFactor(table.RowLabel);
            return new FactorColumn(column.Name, factor.Levels, Array.ConvertAll(rows, r => factor.Array[r]));
        }));
    }

    private static JsonNode Json(MixedModelFit fit) => JsonNode.Parse(fit.ToJson())!;

    private static byte[] Saved(MixedModelFit fit)
    {
        using var stream = new MemoryStream();
        fit.Save(stream);
        return stream.ToArray();
    }

    private static MixedModelFit Loaded(MixedModelFit fit) => MixedModelFit.Load(new MemoryStream(Saved(fit)));

    private static string WithoutResiduals(string summary)
    {
        string[] lines = summary.Split('\n');
        int start = Array.FindIndex(lines, l => l.StartsWith("Scaled residuals", StringComparison.Ordinal) || l.StartsWith("Residuals", StringComparison.Ordinal));
        int end = start < 0 ? 0 : Array.FindIndex(lines, start, l => l.Length == 0) + 1;
        return start < 0 ? summary : string.Join('\n', lines[..start].Concat(lines[end..]));
    }
}
