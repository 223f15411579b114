using System.Globalization;
using System.Text.Json.Nodes;
using GlmmDsl.Data;
using GlmmDsl.Families;
using GlmmDsl.Formulas;
using GlmmDsl.Inference;
using GlmmDsl.Tests.References;
using MathNet.Numerics.Distributions;

namespace GlmmDsl.Tests.Families.Custom;

/// <summary>Families that a program defines itself are fitted as the library's own.</summary>
public sealed class CustomFamilyTests
{
    [Theory]
    [InlineData(Approximation.Laplace, null, null)]
    [InlineData(Approximation.Laplace, "~ 1", null)]
    [InlineData(Approximation.Laplace, null, "~ FoodTreatment")]
    [InlineData(Approximation.Quadrature, null, null)]
    public void The_density_of_a_family_of_the_library_written_again_gives_its_fit(Approximation approximation, string? inflation, string? dispersion)
    {
        Table owls = ReferenceCase.Load("tmb_owls_nb2").Data();
        var options = new FitOptions { Approximation = approximation, QuadratureNodes = 5, ZeroInflation = inflation, Dispersion = dispersion };
        const string Formula = "SiblingNegotiation ~ FoodTreatment + (1 | Nest)";
        MixedModelFit shipped = MixedModel.Fit(Formula, owls, options with { Family = Family.NegativeBinomial2 });
        MixedModelFit own = MixedModel.Fit(Formula, owls, options with { ResponseFamily = new OwnNegativeBinomial() });

        Assert.Equal(shipped.LogLikelihood.Value, own.LogLikelihood.Value, 1e-7);
        Same(shipped.Coefficients, own.Coefficients);
        Same(shipped.Dispersion!.Coefficients, own.Dispersion!.Coefficients);
        Close(shipped.Fitted, own.Fitted, 1e-5);
        if (approximation == Approximation.Laplace)
        {
            Close(shipped.RandomizedQuantileResiduals(3), own.RandomizedQuantileResiduals(3), 1e-4);
            Close(shipped.Predict(owls, NewLevels.Population), own.Predict(owls, NewLevels.Population), 1e-5);
        }
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("~ 1", null)]
    public void Predictions_and_averages_of_a_family_written_again_are_those_of_the_library(string? inflation, string? dispersion)
    {
        string path = Path.Combine(Architecture.RepositoryRoot.Path, "tests", "Reference", "data", "Owls.csv");
        Table owls = Read([.. File.ReadLines(path).Take(100)]);
        var options = new FitOptions { ZeroInflation = inflation, Dispersion = dispersion };
        const string Formula = "SiblingNegotiation ~ FoodTreatment + (1 | Nest)";
        MixedModelFit shipped = MixedModel.Fit(Formula, owls, options with { Family = Family.NegativeBinomial2 });
        MixedModelFit own = MixedModel.Fit(Formula, owls, options with { ResponseFamily = new OwnNegativeBinomial() });
        Table rows = Table.ReadCsv(new StringReader("Nest,FoodTreatment\nBochet,Satiated\nAutavauxTV,Deprived\n"));

        foreach (PredictionOf what in Enum.GetValues<PredictionOf>())
        {
            Close(shipped.PredictInterval(rows, what).Select(p => p.StandardError), own.PredictInterval(rows, what).Select(p => p.StandardError), 1e-4);
            Close(shipped.PredictInterval(rows, what).Select(p => p.Interval.Upper), own.PredictInterval(rows, what).Select(p => p.Interval.Upper), 1e-4);
        }

        AverageEstimate average = shipped.AverageComparison("FoodTreatment", randomEffects: RandomEffectsAre.Integrated)[0], again = own.AverageComparison("FoodTreatment", randomEffects: RandomEffectsAre.Integrated)[0];
        Close([average.Estimate, average.StandardError], [again.Estimate, again.StandardError], 1e-4);
    }

    [Theory]
    [InlineData(Link.Logit)]
    [InlineData(Link.Probit)]
    [InlineData(Link.Cloglog)]
    public void A_family_of_the_mean_alone_is_one_with_one_linear_predictor(Link link)
    {
        Table herds = ReferenceCase.Load("cbpp").Data();
        const string Formula = "cbind(incidence, size - incidence) ~ period + (1 | herd)";
        MixedModelFit shipped = MixedModel.Fit(Formula, herds, new FitOptions { Family = Family.Binomial, Link = link });
        MixedModelFit own = MixedModel.Fit(Formula, herds, new FitOptions { ResponseFamily = new OwnBinomial(link) });

        Assert.Equal(shipped.LogLikelihood.Value, own.LogLikelihood.Value, 1e-7);
        Same(shipped.Coefficients, own.Coefficients);
        Close(shipped.Fitted, own.Fitted, 1e-5);
        Close(shipped.Residuals(ResidualKind.Pearson), own.Residuals(ResidualKind.Pearson), 1e-4);
        Assert.Null(own.Dispersion);
    }

    [Fact]
    public void A_Weibull_model_finds_the_parameters_that_its_responses_were_drawn_with()
    {
        Table rows = Rows(40, 20, (random, eta) => Draw(new Weibull(), random, [eta, Math.Log(2.5)]));
        MixedModelFit fit = MixedModel.Fit("y ~ x + (1 | g)", rows, new FitOptions { ResponseFamily = new Weibull() });

        Assert.Equal(Verdict.Converged, fit.Verdict);
        Assert.InRange(fit.Coefficients["x"].Estimate, 0.6, 0.8);
        Assert.InRange(fit.Shape!.Value, 2.3, 2.7);
        Assert.Equal(("Weibull shape", fit.Shape.Value), Assert.Single(fit.Shapes));
        Assert.Contains("Family: weibull (log)", fit.ToString(), StringComparison.Ordinal);
        Assert.Contains("Weibull shape: ", fit.ToString(), StringComparison.Ordinal);
        Assert.Equal("weibull", (string)JsonNode.Parse(fit.ToJson())!["family"]!);
        Assert.Equal(Family.Custom, fit.Family);
        Assert.IsType<Weibull>(fit.ResponseFamily);
        double[] quantiles = [.. fit.RandomizedQuantileResiduals(1)];
        Assert.InRange(quantiles.Average(), -0.1, 0.1);
        Assert.InRange(quantiles.Sum(q => q * q) / quantiles.Length, 0.85, 1.15);
        double[] pearson = [.. fit.Residuals(ResidualKind.Pearson)];
        Assert.InRange(pearson.Sum(r => r * r) / pearson.Length, 0.8, 1.2);
        double[][] draws = fit.Simulate(10, seed: 2, SimulatedEffects.Modes);
        Assert.Equal(fit.Fitted.Average(), draws.Average(d => d.Average()), 0.05 * fit.Fitted.Average());
    }

    [Fact]
    public void Quadrature_settles_as_nodes_are_added_and_Laplace_is_near_it()
    {
        Table rows = Rows(40, 20, (random, eta) => Draw(new Weibull(), random, [eta, Math.Log(2.5)]));
        var options = new FitOptions { ResponseFamily = new Weibull(), Approximation = Approximation.Quadrature };
        double few = MixedModel.Fit("y ~ x + (1 | g)", rows, options with { QuadratureNodes = 9 }).LogLikelihood.Value, many = MixedModel.Fit("y ~ x + (1 | g)", rows, options with { QuadratureNodes = 25 }).LogLikelihood.Value;
        double laplace = MixedModel.Fit("y ~ x + (1 | g)", rows, options with { Approximation = Approximation.Laplace }).LogLikelihood.Value;
        Assert.Equal(many, few, 1e-4);
        Assert.Equal(many, laplace, 0.5);
    }

    [Fact]
    public void Four_linear_predictors_are_as_good_as_two_fits_of_what_they_are_made_of()
    {
        string[] lines = Lines(30, 20, (random, eta) => random.NextDouble() is var u && u < 0.06 ? 0 : u < 0.1 ? 1 : Beta.Sample(random, 6 / (1 + Math.Exp(-eta)), 6 / (1 + Math.Exp(eta))));
        MixedModelFit fit = MixedModel.Fit("y ~ x + (1 | g)", Read(lines), new FitOptions { ResponseFamily = new ZeroOneBeta() });
        double[] y = [.. lines.Skip(1).Select(Response)];
        double ends = y.Count(v => v is 0 or 1), ones = y.Count(v => v == 1);

        // The ends are independent of the rest, so their estimates are shares.
        Assert.Equal(ends / y.Length, fit.Shapes[0].Value, 1e-5);
        Assert.Equal(ones / ends, fit.Shapes[1].Value, 1e-5);
        Assert.Equal(["share of ends", "ones among ends"], fit.Shapes.Select(s => s.Name));
        Assert.InRange(fit.Coefficients["x"].Estimate, 0.5, 0.9);
        Assert.Equal(fit.Shapes[1].Value, (double)JsonNode.Parse(fit.ToJson())!["shapes"]!["ones among ends"]!, 1e-12);

        // Without the ends a beta model is left.
        MixedModelFit beta = MixedModel.Fit("y ~ x + (1 | g)", Read([lines[0], .. lines.Skip(1).Where(l => Response(l) is > 0 and < 1)]), new FitOptions { Family = Family.Beta });
        Assert.Equal(beta.Coefficients["x"].Estimate, fit.Coefficients["x"].Estimate, 1e-4);
        double n = y.Length, alone = (ends * Math.Log(ends / n)) + ((n - ends) * Math.Log(1 - (ends / n))) + (ones * Math.Log(ones / ends)) + ((ends - ones) * Math.Log(1 - (ones / ends)));
        Assert.Equal(beta.LogLikelihood.Value + alone, fit.LogLikelihood.Value, 1e-6);
    }

    [Fact]
    public void A_discretised_lognormal_has_its_residuals_from_its_density()
    {
        Table rows = Rows(40, 15, (random, eta) => Math.Floor(Math.Exp(eta + (0.8 * Normal.Sample(random, 0, 1)))));
        MixedModelFit fit = MixedModel.Fit("y ~ x + (1 | g)", rows, new FitOptions { ResponseFamily = new DiscretisedLognormal() });
        Assert.InRange(fit.Coefficients["x"].Estimate, 0.55, 0.85);
        Assert.InRange(fit.Shape!.Value, 0.7, 0.9);
        double[] quantiles = [.. fit.RandomizedQuantileResiduals(1)];
        Assert.InRange(quantiles.Sum(q => q * q) / quantiles.Length, 0.85, 1.15);
        Assert.All(fit.Simulate(1, 1)[0], y => Assert.Equal(Math.Floor(y), y));
    }

    [Fact]
    public void What_a_family_does_not_say_is_asked_for_by_the_name_of_the_member()
    {
        Table rows = Rows(20, 10, (random, eta) => eta + Normal.Sample(random, 0, 1));
        MixedModelFit fit = MixedModel.Fit("y ~ x + (1 | g)", rows, new FitOptions { ResponseFamily = new Bare() });
        Assert.Contains("Override Cdf in Bare", Assert.Throws<NotSupportedException>(() => fit.RandomizedQuantileResiduals(1)).Message, StringComparison.Ordinal);
        Assert.Contains("Override Sample in Bare", Assert.Throws<NotSupportedException>(() => fit.Simulate(1, 1)).Message, StringComparison.Ordinal);
        Assert.Contains("Override Variance in Bare", Assert.Throws<NotSupportedException>(() => fit.Residuals(ResidualKind.Pearson)).Message, StringComparison.Ordinal);
        Assert.Contains("bare", Assert.Throws<InvalidOperationException>(() => fit.VarianceDecomposition()).Message, StringComparison.Ordinal);
        Assert.NotEmpty(fit.ToString());
        Assert.NotEmpty(fit.ToJson());
    }

    [Fact]
    public void A_response_outside_the_range_is_refused_with_its_row_and_the_name_of_the_family()
    {
        Table rows = Table.ReadCsv(new StringReader("y,x,g\n1,1,a\n0,2,a\n2,1,b\n4,3,b\n3,2,c\n1,4,c\n"));
        string message = Assert.Throws<ModelDataException>(() => MixedModel.Fit("y ~ x + (1 | g)", rows, new FitOptions { ResponseFamily = new Weibull() })).Message;
        Assert.Contains("row 2", message, StringComparison.Ordinal);
        Assert.Contains("weibull family is a number above 0", message, StringComparison.Ordinal);
        message = Assert.Throws<ModelDataException>(() => MixedModel.Fit("y ~ x + (1 | g)", rows, new FitOptions { ResponseFamily = new ZeroOneBeta() })).Message;
        Assert.Contains("a number from 0 to 1", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_saved_fit_holds_the_name_of_the_family_which_is_given_again_when_it_is_loaded()
    {
        Table herds = ReferenceCase.Load("cbpp").Data();
        var family = new OwnBinomial(Link.Logit);
        MixedModelFit fit = MixedModel.Fit("cbind(incidence, size - incidence) ~ period + (1 | herd)", herds, new FitOptions { ResponseFamily = family });
        using var file = new MemoryStream();
        fit.Save(file);
        MixedModelFit Load(ResponseFamily? given)
        {
            file.Position = 0;
            return MixedModelFit.Load(file, family: given);
        }

        Assert.Equal(fit.Predict(herds), Load(family).Predict(herds));
        Assert.Contains("'own binomial', one of yours", Assert.Throws<ArgumentException>(() => Load(null)).Message, StringComparison.Ordinal);
        Assert.Contains("the one given is 'weibull'", Assert.Throws<ArgumentException>(() => Load(new Weibull())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_saved_fit_of_a_family_with_a_shape_keeps_the_shape()
    {
        Table rows = Rows(20, 10, (random, eta) => Draw(new Weibull(), random, [eta, Math.Log(2.5)]));
        MixedModelFit fit = MixedModel.Fit("y ~ x + (1 | g)", rows, new FitOptions { ResponseFamily = new Weibull() });
        using var file = new MemoryStream();
        fit.Save(file);
        file.Position = 0;

        MixedModelFit loaded = MixedModelFit.Load(file, family: new Weibull());

        Assert.Equal(fit.Shapes.AsEnumerable(), loaded.Shapes);
        Assert.Equal(fit.Predict(rows), loaded.Predict(rows));
        Assert.Equal(fit.PredictPopulation(rows), loaded.PredictPopulation(rows));
    }

    [Theory]
    [InlineData(Family.Gamma, Link.Default, true, "two families")]
    [InlineData(Family.Custom, Link.Default, false, "set ResponseFamily")]
    [InlineData(Family.Custom, Link.Sqrt, true, "weibull family has no Sqrt link")]
    public void Options_that_contradict_each_other_are_refused(Family family, Link link, bool own, string part)
    {
        Table rows = Rows(4, 4, (random, eta) => 1 + random.NextDouble());
        var options = new FitOptions { Family = family, Link = link, ResponseFamily = own ? new Weibull() : null };
        Assert.Contains(part, Assert.Throws<ArgumentException>(() => MixedModel.Fit("y ~ x + (1 | g)", rows, options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_family_that_contradicts_itself_is_refused_when_it_is_made()
    {
        static string Refused(Func<object> make) => Assert.ThrowsAny<ArgumentException>(make).Message;
        Assert.Contains("at most 5 parameters", Refused(() => new Any("two", ResponseRange.Numbers, Link.Identity, FamilyParameter.Dispersion, FamilyParameter.Dispersion)), StringComparison.Ordinal);
        Assert.Contains("Default cannot be", Refused(() => new Any("none", ResponseRange.Numbers, Link.Default)), StringComparison.Ordinal);
        Assert.Contains("categories", Refused(() => new Any("ordinal", ResponseRange.Categories, Link.Logit)), StringComparison.Ordinal);
        Assert.Contains("not a ResponseRange", Refused(() => new Any("range", (ResponseRange)99, Link.Logit)), StringComparison.Ordinal);
        Assert.Contains("name", Refused(() => new Any(" ", ResponseRange.Numbers, Link.Identity)), StringComparison.Ordinal);
        Assert.Contains("has Identity, Log or Logit", Refused(() => FamilyParameter.Shape("shape", Link.Probit, 0.5)), StringComparison.Ordinal);
        Assert.Contains("no finite value", Refused(() => FamilyParameter.Shape("shape", Link.Log, 0)), StringComparison.Ordinal);
    }

    private static double Draw(ResponseFamily family, Random random, double[] eta) => family.SampleOf(random, eta, 1);

    private static void Same(IEnumerable<Coefficient> expected, IEnumerable<Coefficient> actual) => Assert.All(expected.Zip(actual), pair =>
    {
        Assert.Equal(pair.First.Estimate, pair.Second.Estimate, 1e-5 * (1 + Math.Abs(pair.First.Estimate)));
        Assert.Equal(pair.First.StandardError, pair.Second.StandardError, 1e-4 * pair.First.StandardError);
    });

    private static void Close(IEnumerable<double> expected, IEnumerable<double> actual, double tolerance) =>
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance * (1 + Math.Abs(pair.First))));

    private static Table Rows(int groups, int size, Func<Random, double, double> draw) => Read(Lines(groups, size, draw));

    private static Table Read(string[] lines) => Table.ReadCsv(new StringReader(string.Join('\n', lines)));

    private static double Response(string line) => double.Parse(line.Split(',')[0], CultureInfo.InvariantCulture);

    private static string[] Lines(int groups, int size, Func<Random, double, double> draw)
    {
        var random = new Random(11);
        List<string> lines = ["y,x,g"];
        for (int g = 0; g < groups; g++)
        {
            double effect = 0.4 * Normal.Sample(random, 0, 1);
            for (int i = 0; i < size; i++)
            {
                double x = random.NextDouble();
                lines.Add(FormattableString.Invariant($"{draw(random, 0.3 + (0.7 * x) + effect):R},{x:R},g{g}"));
            }
        }

        return [.. lines];
    }
}
