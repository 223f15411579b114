using GlmmDsl.Data;
using GlmmDsl.Tests.References;

namespace GlmmDsl.Inference.Tests.Profiles;

public sealed class ProfileTests
{
    private static readonly MixedModelFit Sleep = Fit("sleep_ris");

    /// <summary>confint(profile(lmer(Reaction ~ Days + (Days | Subject), sleepstudy), signames = FALSE)), lme4 1.1-31, which interpolates between points of the profile.</summary>
    [Theory]
    [InlineData("sd_(Intercept)|Subject", 0.95, 14.381444847475583, 37.715997594612105)]
    [InlineData("cor_Days.(Intercept)|Subject", 0.95, -0.4815007551020257, 0.6849860824696065)]
    [InlineData("sd_Days|Subject", 0.95, 3.8011640673818827, 8.753383114551946)]
    [InlineData("sigma", 0.95, 22.898266852831327, 28.857996565588994)]
    [InlineData("(Intercept)", 0.95, 237.68069548804314, 265.12951459061446)]
    [InlineData("Days", 0.95, 7.3586532616443, 13.575918752283904)]
    [InlineData("cor_Days.(Intercept)|Subject", 0.99, -0.6111829661108539, 0.8620229043542522)]
    [InlineData("Days", 0.99, 6.212281377868629, 14.722289893333773)]
    public void The_intervals_of_sleepstudy_are_those_of_R(string name, double level, double lower, double upper)
    {
        Interval interval = Profile.Parameters[name].Interval(level);

        double tolerance = 2e-4 * (upper - lower);
        Assert.Equal(lower, interval.Lower, tolerance);
        Assert.Equal(upper, interval.Upper, tolerance);
    }

    private static ProfileLikelihood Profile { get; } = Sleep.Profile();

    [Fact]
    public void Names_and_order_are_lme4s() => Assert.Equal(
        ["sd_(Intercept)|Subject", "cor_Days.(Intercept)|Subject", "sd_Days|Subject", "sigma", "(Intercept)", "Days"], Profile.Parameters.Names.ToArray());

    [Fact]
    public void A_fit_by_REML_is_profiled_through_its_fit_by_maximum_likelihood_and_says_so()
    {
        ProfileLikelihood byMl = Fit("sleep_ris_ml").Profile();

        Assert.True(Profile.IsRefitted);
        Assert.False(byMl.IsRefitted);
        Assert.Contains("fitted again: Linear mixed model fit by maximum likelihood", Profile.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("again", byMl.ToString(), StringComparison.Ordinal);
        Assert.All(Profile.Parameters, p => Assert.Equal(byMl.Parameters[p.Name].Interval().Lower, p.Interval().Lower, 1e-5));
    }

    /// <summary>A model with the coefficient in the offset knows nothing of profiles.</summary>
    [Theory]
    [InlineData(0.5)]
    [InlineData(0.95)]
    [InlineData(0.9999)]
    public void At_a_limit_of_a_coefficient_the_model_with_it_in_the_offset_is_worse_by_the_quantile(double level)
    {
        MixedModelFit ml = Fit("sleep_ris_ml");
        Interval interval = ml.Profile(["Days"]).Coefficients["Days"].Interval(level);
        double quantile = MathNet.Numerics.Distributions.ChiSquared.InvCDF(1, level);

        foreach (double limit in (double[])[interval.Lower, interval.Upper])
        {
            double held = MixedModel.Fit(
                Formula.Parse(FormattableString.Invariant($"Reaction ~ 1 + offset({limit:R} * Days) + (Days | Subject)")), Data("sleep_ris_ml"), new FitOptions { Method = FitMethod.Ml }).LogLikelihood.Value;
            Assert.Equal(quantile, 2 * (ml.LogLikelihood.Value - held), 1e-6);
        }
    }

    [Fact]
    public void At_a_limit_of_sigma_no_theta_has_a_lower_deviance()
    {
        MixedModelFit ml = Fit("dyestuff_ml");
        Interval interval = ml.Profile(["sigma"]).VarianceComponents["sigma"].Interval();
        double n = ml.RowCount;

        foreach (double sigma in (double[])[interval.Lower, interval.Upper])
        {
            // With σ profiled out d = log|L|² + n(1 + log 2πr²/n), so that r² follows from the criterion and log|L|², which only the balance of the design gives in closed form:
            // 6 batches of 5 rows, |L|² = (1 + 5θ²)⁶.
            double lowest = double.PositiveInfinity;
            for (double theta = 0; theta < 6; theta += 1e-3)
            {
                double determinant = 6 * Math.Log(1 + (5 * theta * theta));
                double square = n * Math.Exp(((ml.CriterionAt(theta) - determinant) / n) - 1) / (2 * Math.PI);
                lowest = Math.Min(lowest, determinant + (n * Math.Log(2 * Math.PI * sigma * sigma)) + (square / (sigma * sigma)));
            }

            Assert.Equal(3.841458820694124, lowest + (2 * ml.LogLikelihood.Value), 1e-4);
        }
    }

    [Fact]
    public void A_standard_deviation_whose_profile_never_reaches_the_quantile_has_the_limit_zero()
    {
        ParameterProfile batch = Fit("pastes_ml").Profile(["sd_(Intercept)|batch"]).VarianceComponents[0];

        Assert.Equal(0, batch.Interval().Lower);
        Assert.Equal(2.946591112710457, batch.Interval().Upper, 1e-3);
        Assert.Equal(0, batch.Zeta[0].Value);
        Assert.InRange(batch.Zeta[0].Zeta, -1.9599, -0.1);
    }

    [Fact]
    public void A_correlation_of_a_variance_that_may_be_zero_is_anything()
    {
        // Without the slope's variance −2 log L is larger by 0.83, and such a model has any correlation: no ζ exceeds 0.91 (lme4's profile stops there too).
        ParameterProfile correlation = Fit("ortho_ris").Profile(["cor_age.(Intercept)|Subject"]).VarianceComponents[0];

        Interval interval = correlation.Interval();
        Assert.Equal((-1, 1), (interval.Lower, interval.Upper));
        Assert.All(correlation.Zeta, p => Assert.InRange(p.Zeta, -0.9128, 0.9128));
    }

    [Fact]
    public void Zeta_grows_with_the_value_and_vanishes_at_the_estimate()
    {
        foreach (ParameterProfile parameter in Profile.Parameters)
        {
            Assert.True(parameter.Zeta.Length >= 8);
            Assert.Contains(parameter.Zeta, p => Math.Abs(p.Zeta) < 1e-6 && p.Value == parameter.Estimate);
            for (int i = 1; i < parameter.Zeta.Length; i++)
            {
                Assert.True(parameter.Zeta[i].Value > parameter.Zeta[i - 1].Value);
                Assert.True(parameter.Zeta[i].Zeta > parameter.Zeta[i - 1].Zeta);
            }
        }
    }

    [Fact]
    public void Limits_follow_the_units_of_response_and_predictor()
    {
        NamedResults<ParameterProfile> scaled = MixedModel.Fit(Formula.Parse("I(1000 * Reaction) ~ I(Days / 10) + (I(Days / 10) | Subject)"), Data("sleep_ris")).Profile().Parameters;

        (int Place, double Factor)[] moved = [(0, 1000), (1, 1), (2, 10000), (3, 1000), (4, 1000), (5, 10000)];
        Assert.All(moved, m => Assert.Equal(Profile.Parameters[m.Place].Interval().Lower, scaled[m.Place].Interval().Lower / m.Factor, 1e-5));
        Assert.All(moved, m => Assert.Equal(Profile.Parameters[m.Place].Interval().Upper, scaled[m.Place].Interval().Upper / m.Factor, 1e-5));
    }

    [Fact]
    public void The_slope_keeps_its_intervals_when_the_origin_of_its_predictor_moves_far_away()
    {
        ProfileLikelihood moved = MixedModel.Fit(Formula.Parse("Reaction ~ I(Days + 2000) + (I(Days + 2000) | Subject)"), Data("sleep_ris")).Profile();

        Assert.Equal(Profile.Parameters["Days"].Interval().Upper, moved.Coefficients[1].Interval().Upper, 1e-5);
        Assert.Equal(Profile.Parameters["sd_Days|Subject"].Interval().Lower, moved.VarianceComponents[2].Interval().Lower, 1e-5);
        Assert.Equal(-1, moved.VarianceComponents[1].Interval().Lower, 1e-3);
    }

    /// <summary>confint(profile(glmer(cbind(incidence, size - incidence) ~ period + (1 | herd), cbpp, binomial), signames = FALSE)).</summary>
    [Fact]
    public void The_intervals_of_a_binomial_model_are_those_of_R()
    {
        ProfileLikelihood profile = Fit("cbpp").Profile();

        Near("sd_(Intercept)|herd", 0.3460944621012928, 1.0998818976729439);
        Near("(Intercept)", -1.9011560583834506, -0.9477945497060091);
        Near("period4", -2.500600708424489, -0.8008310447326321);
        Assert.False(profile.IsRefitted);

        void Near(string name, double lower, double upper)
        {
            Interval interval = profile.Parameters[name].Interval();
            Assert.Equal(lower, interval.Lower, 1e-3 * (upper - lower));
            Assert.Equal(upper, interval.Upper, 1e-3 * (upper - lower));
        }
    }

    [Fact]
    public void Separated_outcomes_have_no_profile()
    {
        Table table = Table.ReadCsv(new StringReader("y,x,g\n0,1,a\n0,2,b\n0,3,a\n0,4,b\n1,5,a\n1,6,b\n1,7,a\n1,8,b"));
        MixedModelFit fit = MixedModel.Fit(Formula.Parse("y ~ x"), table, new FitOptions { Family = Family.Binomial });

        Assert.Contains("separate", Assert.Throws<InvalidOperationException>(() => fit.Profile()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_is_none_of_the_parameters_is_refused_with_the_nearest() =>
        Assert.Contains("did you mean 'sigma'?", Assert.Throws<KeyNotFoundException>(() => Sleep.Profile(["sigm"])).Message, StringComparison.Ordinal);

    [Fact]
    public void Progress_is_told_after_every_parameter_and_a_token_ends_the_work()
    {
        var told = new List<WorkProgress>();
        Sleep.Profile(["Days", "sigma"], new Told(told.Add));

        Assert.Equal([new WorkProgress(1, 2), new WorkProgress(2, 2)], told);
        Assert.Throws<OperationCanceledException>(() => Sleep.Profile(cancellationToken: new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Walds_intervals_are_estimates_and_normal_quantiles_of_standard_errors()
    {
        NamedResults<ParameterInterval> wald = Sleep.WaldIntervals(0.95);

        Coefficient days = Sleep.Coefficients["Days"];
        Assert.Equal(["(Intercept)", "Days"], wald.Names.ToArray());
        Assert.Equal(days.Estimate - (1.959963984540054 * days.StandardError), wald["Days"].Interval.Lower, 12);
        Assert.Throws<ArgumentOutOfRangeException>(() => Sleep.WaldIntervals(95));
    }

    [Fact]
    public void Json_has_an_entry_for_every_parameter_and_level()
    {
        System.Text.Json.JsonElement intervals = System.Text.Json.JsonDocument.Parse(Sleep.Profile(["Days", "sigma"]).ToJson(0.95, 0.5)).RootElement.GetProperty("intervals");

        Assert.Equal(["sigma", "Days", "sigma", "Days"], intervals.EnumerateArray().Select(i => i.GetProperty("name").GetString()));
        Assert.Equal(0.5, intervals[3].GetProperty("level").GetDouble());
    }

    private static MixedModelFit Fit(string id) => MixedModel.Fit(Formula.Parse(ReferenceCase.Load(id).Formula), Data(id), ReferenceCase.Load(id).Options());

    private static Table Data(string id) => ReferenceCase.Load(id).Data();

    private sealed class Told(Action<WorkProgress> report) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value) => report(value);
    }
}
