using GlmmDsl.Data;

namespace GlmmDsl.Inference.Tests.Averages;

/// <summary>Averages and marginal means of the response of models with zero inflation and of truncated families, by the delta method over the parameters of glmmTMB 1.1.5.</summary>
public sealed class JointAverageTests
{
    // m <- glmmTMB(SiblingNegotiation ~ FoodTreatment + (1 | Nest), ziformula = ~ SexParent + (1 | Nest), family = poisson, data = o), all factors with alphabetical levels
    private static readonly Lazy<MixedModelFit> Inflated = new(() => MixedModel.Fit(
        "SiblingNegotiation ~ FoodTreatment + (1 | Nest)", Owls(), new FitOptions { Family = Family.Poisson, ZeroInflation = "~ SexParent + (1 | Nest)" }));

    // h <- glmmTMB(SiblingNegotiation ~ FoodTreatment + (1 | Nest), ziformula = ~ SexParent, family = truncated_nbinom2, data = o)
    private static readonly Lazy<MixedModelFit> Hurdle = new(() => MixedModel.Fit(
        "SiblingNegotiation ~ FoodTreatment + (1 | Nest)", Owls(), new FitOptions { Family = Family.TruncatedNegativeBinomial2, ZeroInflation = "~ SexParent" }));

    // V <- solve(optimHess(m$fit$par, m$obj$fn, m$obj$gr)); f(par) the average of the rows' means, g <- numDeriv::grad(f, par), sqrt(g %*% V %*% g). The mean of a row is
    //   zero:       (1 - plogis(Z bz)) exp(X b), of h with mu / (1 - (k / (k + mu))^k) in place of mu = exp(X b), k = exp(betad)
    //   integrated: sum(w * plogis(Z bz + exp(thetazi) z)) and exp(X b + exp(2 theta) / 2), of h sum(w * mu / (1 - ...)) over X b + exp(theta) z, z <- seq(-8, 8, .05), w <- dnorm(z) / sum(dnorm(z))
    // food and sex compare Satiated with Deprived and Male with Female in all rows; grid is the mean of Deprived over both sexes.
    [Theory]
    [InlineData(false, RandomEffectsAre.Zero, "average", 6.16424213413, 0.444726755173)]
    [InlineData(false, RandomEffectsAre.Zero, "food", -1.2063773154, 0.234807124715)]
    [InlineData(false, RandomEffectsAre.Zero, "sex", 0.716107605619, 0.350187340491)]
    [InlineData(false, RandomEffectsAre.Zero, "grid", 6.65320272739, 0.49434795314)]
    [InlineData(false, RandomEffectsAre.Integrated, "average", 6.14624442916, 0.437311036836)]
    [InlineData(false, RandomEffectsAre.Integrated, "food", -1.20286277648, 0.234749944879)]
    [InlineData(false, RandomEffectsAre.Integrated, "sex", 0.698724341563, 0.338229787143)]
    [InlineData(false, RandomEffectsAre.Integrated, "grid", 6.63533865979, 0.485515532917)]
    [InlineData(true, RandomEffectsAre.Zero, "average", 6.34514616445, 0.36600346769)]
    [InlineData(true, RandomEffectsAre.Zero, "food", -1.08289472866, 0.462345039505)]
    [InlineData(true, RandomEffectsAre.Zero, "sex", 0.900010005734, 0.321238001878)]
    [InlineData(true, RandomEffectsAre.Zero, "grid", 6.75911149492, 0.426954644894)]
    [InlineData(true, RandomEffectsAre.Integrated, "average", 6.45984090816, 0.363993868916)]
    [InlineData(true, RandomEffectsAre.Integrated, "food", -1.10337559117, 0.473250031101)]
    [InlineData(true, RandomEffectsAre.Integrated, "sex", 0.916278329589, 0.326848410336)]
    [InlineData(true, RandomEffectsAre.Integrated, "grid", 6.88170416216, 0.433425768309)]
    // The joint precision of parameters and random effects, TMB::sdreport(m$obj, getJointPrecision = TRUE), inverted; f of the conditional modes too.
    [InlineData(false, RandomEffectsAre.Modes, "average", 6.59532083462, 0.181272325744)]
    [InlineData(false, RandomEffectsAre.Modes, "food", -1.29330500055, 0.238374483721)]
    public void Averages_of_the_response_are_those_of_the_delta_method_over_all_parameters(bool isHurdle, RandomEffectsAre how, string what, double estimate, double error)
    {
        MixedModelFit fit = (isHurdle ? Hurdle : Inflated).Value;
        (double Estimate, double Error) found = what switch
        {
            "average" => Of(fit.AveragePredictions(randomEffects: how)[0]),
            "food" => Of(fit.AverageComparison("FoodTreatment", randomEffects: how)[0]),
            "sex" => Of(fit.AverageComparison("SexParent", randomEffects: how)[0]),
            _ => fit.Wald().Means("FoodTreatment").OfResponse(how)["Deprived"] is var mean ? (mean.Estimate, mean.StandardError) : default,
        };

        Assert.Equal(estimate, found.Estimate, 2e-5 * Math.Abs(estimate));
        Assert.Equal(error, found.Error, 2e-5 * error);
    }

    [Fact]
    public void Integrated_averages_are_predictions_of_the_population_average_and_modes_those_of_the_rows()
    {
        foreach (MixedModelFit fit in new[] { Inflated.Value, Hurdle.Value })
        {
            Assert.Equal(fit.PredictPopulationAverage(Owls()).Average(), fit.AveragePredictions(randomEffects: RandomEffectsAre.Integrated)[0].Estimate, 1e-10);
            Assert.Equal(fit.Fitted.Average(), fit.AveragePredictions(randomEffects: RandomEffectsAre.Modes)[0].Estimate, 1e-10);
            Assert.Equal(fit.PredictPopulation(Owls()).Average(), fit.AveragePredictions()[0].Estimate, 1e-10);
        }
    }

    /// <summary>With effects of both predictors at their observed combinations, the mean of a cell is that of predictions for each nest, all else alike.</summary>
    [Fact]
    public void Marginal_means_at_the_modes_average_over_the_observed_groups()
    {
        Table owls = Owls();
        FactorColumn nests = owls.Find("Nest")!.AsFactor(owls.RowLabel);
        int count = nests.Levels.Length;
        double expected = new[] { "Female", "Male" }.Average(sex => Inflated.Value.Predict(new Table(
        [
            new FactorColumn("Nest", nests.Levels, [.. Enumerable.Range(0, count)]),
            new FactorColumn("FoodTreatment", ["Deprived", "Satiated"], new int[count]),
            new FactorColumn("SexParent", [sex], new int[count]),
        ])).Average());

        Found mean = Mean(Inflated.Value.Wald().Means("FoodTreatment").OfResponse(RandomEffectsAre.Modes));

        Assert.Equal(expected, mean.Estimate, 1e-9);
        Assert.InRange(mean.Error, 0.1, 0.5);
    }

    /// <summary>Ratios of means at effects of zero: that of the conditional part alone, as the zero inflation does not know of the treatment.</summary>
    [Fact]
    public void Ratios_of_means_leave_out_what_both_share()
    {
        AverageEstimate ratio = Inflated.Value.AverageComparison("FoodTreatment", ComparisonKind.Ratio)[0];
        Coefficient food = Inflated.Value.Coefficients["FoodTreatmentSatiated"];

        Assert.Equal(food.Estimate, Math.Log(ratio.Estimate), 1e-9);
        Assert.Equal(food.StandardError, ratio.StandardError / ratio.Estimate, 1e-6);
    }

    [Fact]
    public void A_factor_of_the_zero_inflation_alone_has_means_of_the_response()
    {
        MarginalEstimates means = Hurdle.Value.Wald().Means("SexParent");

        Assert.Equal(means["Female"].Estimate, means["Male"].Estimate, 1e-12);
        Assert.True(means.OfResponse(RandomEffectsAre.Zero)["Male"].Estimate > means.OfResponse(RandomEffectsAre.Zero)["Female"].Estimate + 0.5);
    }

    [Fact]
    public void A_slope_is_that_of_the_mean_in_all_linear_predictors()
    {
        MixedModelFit fit = MixedModel.Fit(
            "SiblingNegotiation ~ ArrivalTime + (1 | Nest)", Owls(), new FitOptions { Family = Family.NegativeBinomial2, ZeroInflation = "~ ArrivalTime", Dispersion = "~ SexParent" });
        Table owls = Owls();
        double[] time = owls.Find("ArrivalTime")!.AsNumeric(owls.RowLabel).Array;
        double[] Moved(double by) => fit.PredictPopulation(owls.With(new NumericColumn("ArrivalTime", Array.ConvertAll(time, t => t + by))));

        Assert.Equal(Moved(1e-4).Zip(Moved(-1e-4), (u, d) => (u - d) / 2e-4).Average(), fit.AverageSlope("ArrivalTime")[0].Estimate, 1e-6);
    }

    private static (double Estimate, double Error) Of(AverageEstimate average) => (average.Estimate, average.StandardError);

    private static Found Mean(MarginalEstimates means) => new(means["Deprived"].Estimate, means["Deprived"].StandardError);

    private static Table Owls() => Table.ReadCsv(File.OpenText(Path.Combine(GlmmDsl.Tests.Architecture.RepositoryRoot.Path, "tests", "Reference", "data", "Owls.csv")));

    private sealed record Found(double Estimate, double Error);
}
