using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using GlmmDsl.Data;
using GlmmDsl.Design;
using GlmmDsl.Families;
using GlmmDsl.Fitting;
using GlmmDsl.Fitting.Generalized;
using GlmmDsl.Tests.Architecture;

namespace GlmmDsl.Tests.Fitting.Generalized;

/// <summary>Classic data sets against the results of lme4 and glmmTMB.</summary>
public partial class GeneralizedReferenceTests
{
    private static readonly string Folder = Path.Combine(RepositoryRoot.Path, "tests", "Reference");

    [Theory]
    [InlineData("cbpp")]
    [InlineData("cbpp_agq0")]
    [InlineData("cbpp_agq9")]
    [InlineData("cbpp_olre")]
    [InlineData("cbpp_pois")]
    [InlineData("cbpp_prop")]
    [InlineData("cbpp_probit")]
    [InlineData("cbpp_probit_agq25")]
    [InlineData("cbpp_cloglog")]
    [InlineData("cbpp_cauchit")]
    [InlineData("grouse_full")]
    [InlineData("bin_slope")]
    [InlineData("bin_facslope")]
    [InlineData("bin_crossed")]
    [InlineData("bin_rankdef")]
    [InlineData("verbagg")]
    public void Estimates_and_criteria_are_those_of_lme4(string name)
    {
        JsonElement root = Case(name);
        JsonElement result = root.GetProperty("result");
        GeneralizedOptions options = Options(root) with { Information = Information.Expected };
        GeneralizedSolution fit = Fit(root, options);

        // lme4's quadrature leaves out the saturated log-likelihood.
        double gap = options.Approximation == Approximation.Quadrature ? double.NaN : 0;
        if (gap == 0)
        {
            Assert.Equal(result.GetProperty("minus2LogLik").GetDouble(), fit.Criterion, 1e-4);
        }

        double[] se = Numbers(result.GetProperty("se"));
        Near(Numbers(result.GetProperty("beta")), fit.Beta, i => 2e-3 * se[i]);
        Near(Numbers(result.GetProperty("theta")), fit.Theta, _ => 5e-3);
        Near(se, [.. se.Select((_, i) => Math.Sqrt(fit.Covariance[i, i]))], i => 5e-3 * se[i]);
        double[] conditional = [.. result.GetProperty("vcovRX").EnumerateArray().SelectMany((row, i) => Numbers(row).Skip(i).Take(1))];
        Near(conditional, [.. conditional.Select((_, i) => fit.ConditionalCovariance[i, i])], i => 2e-3 * conditional[i]);
        foreach (JsonElement point in result.GetProperty("objectiveAt").EnumerateArray())
        {
            double[]? beta = point.TryGetProperty("beta", out JsonElement b) ? Numbers(b) : null;
            int nodes = point.GetProperty("nAGQ").GetInt32();
            if (nodes != 0 && nodes != options.Nodes)
            {
                continue;
            }

            double expected = point.GetProperty("value").GetDouble();
            double value = fit.CriterionAt(Numbers(point.GetProperty("theta")), beta is null ? null : (ReadOnlyMemory<double>?)beta);
            if (beta is not null)
            {
                gap = double.IsNaN(gap) ? value - expected : gap;
                value -= gap;
            }

            Assert.Equal(expected, value, 1e-6 * Math.Abs(expected));
        }
    }

    [Theory]
    [InlineData("tmb_cbpp_probit")]
    [InlineData("tmb_cbpp_cloglog")]
    public void The_observed_information_gives_what_glmmTMB_gives(string name)
    {
        JsonElement root = Case(name);
        JsonElement result = root.GetProperty("result");
        GeneralizedSolution fit = Fit(root, new GeneralizedOptions());
        JsonElement conditional = result.GetProperty("components").GetProperty("cond");
        double[] se = Numbers(conditional.GetProperty("se"));
        Assert.Equal(-2 * result.GetProperty("logLik").GetDouble(), fit.Criterion, 1e-4);
        Near(Numbers(conditional.GetProperty("estimate")), fit.Beta, i => 2e-3 * se[i]);
        Near(se, [.. se.Select((_, i) => Math.Sqrt(fit.Covariance[i, i]))], i => 5e-3 * se[i]);
    }

    private static GeneralizedSolution Fit(JsonElement root, GeneralizedOptions options)
    {
        Family family = Enum.Parse<Family>(root.GetProperty("family").GetString()!, ignoreCase: true);
        Link link = Enum.Parse<Link>(root.GetProperty("link").GetString()!, ignoreCase: true);
        JsonElement weights = root.GetProperty("weights");
        Table table = Table.ReadCsv(Path.Combine(Folder, root.GetProperty("data").GetString()!), new CsvOptions { Levels = Levels(root) });
        var designOptions = new DesignOptions
        {
            Response = family == Family.Binomial ? ResponseForm.Successes : ResponseForm.Count,
            Weights = weights.ValueKind == JsonValueKind.String ? weights.GetString() : null,
            WeightKind = family == Family.Binomial ? WeightKind.Trials : WeightKind.Precision,
        };
        ModelMatrices matrices = ModelMatricesBuilder.Build(Formula.Parse(root.GetProperty("formula").GetString()!).Terms, table, designOptions, CancellationToken.None).Matrices;
        return GeneralizedLinearMixedModelFitter.Fit(matrices, GeneralizedResponse.Of(matrices, ResponseFamilies.Of(family), link), options);
    }

    private static ImmutableDictionary<string, ImmutableArray<string>> Levels(JsonElement root)
    {
        var levels = ImmutableDictionary.CreateBuilder<string, ImmutableArray<string>>();
        foreach (JsonProperty column in root.GetProperty("columns").EnumerateObject())
        {
            if (column.Value.GetProperty("type").GetString() == "factor" && column.Value.TryGetProperty("levels", out JsonElement names))
            {
                levels.Add(column.Name, [.. names.EnumerateArray().Select(l => l.GetString()!)]);
            }
        }

        return levels.ToImmutable();
    }

    private static GeneralizedOptions Options(JsonElement root)
    {
        string method = root.GetProperty("method").GetString()!;
        Match nodes = QuadratureMethod().Match(method);
        return nodes.Success
            ? new GeneralizedOptions { Approximation = Approximation.Quadrature, Nodes = int.Parse(nodes.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) }
            : new GeneralizedOptions { Approximation = method == "nAGQ0" ? Approximation.Fast : Approximation.Laplace };
    }

    [GeneratedRegex(@"^AGQ-(\d+)$")]
    private static partial Regex QuadratureMethod();

    private static JsonElement Case(string name)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "cases", name + ".json")));
        return document.RootElement.Clone();
    }

    private static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(v => v.GetDouble())];

    private static void Near(double[] expected, double[] actual, Func<int, double> tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], tolerance(i));
        }
    }
}
