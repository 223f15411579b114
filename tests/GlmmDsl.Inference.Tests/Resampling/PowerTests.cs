using System.Collections.Immutable;
using GlmmDsl.Tests.References;

namespace GlmmDsl.Inference.Tests.Resampling;

public sealed class PowerTests
{
    private static readonly MixedModelFit Sleep = MixedModel.Fit(Formula.Parse("Reaction ~ Days + (1 | Subject)"), ReferenceCase.Load("sleep_ris").Data());

    /// <summary>In a balanced design the slope's test is the t test of the within-subject regression, whose power is that of a noncentral t: 0.5 near the critical effect.</summary>
    [Fact]
    public void The_power_at_the_critical_effect_is_about_a_half_and_without_effect_the_level()
    {
        double critical = 1.975 * Sleep.Coefficients["Days"].StandardError;
        PowerCurve curve = Sleep.Power(PowerTest.Satterthwaite("Days"), 600, seed: 1, [Effect(0), Effect(critical), Effect(3 * critical)]);

        Assert.Equal(0.05, curve.Points[0].Power, 5 * Math.Sqrt(0.05 * 0.95 / 600));
        Assert.Equal(0.5, curve.Points[1].Power, 5 * Math.Sqrt(0.25 / 600));
        Assert.InRange(curve.Points[2].Power, 0.99, 1);
    }

    [Fact]
    public void More_groups_and_more_rows_make_larger_studies_of_more_power()
    {
        var small = new PowerSetting { Groups = 6, Coefficients = Effect(1.5).Coefficients };
        PowerCurve curve = Sleep.Power(PowerTest.Wald("Days"), 150, seed: 1, [small, small with { Groups = 40 }, small with { RowCopies = 3 }]);

        Assert.Equal([(6, 60), (40, 400), (6, 180)], curve.Points.Select(p => (p.Groups, p.Rows)));
        Assert.True(curve.Points[1].Power > curve.Points[0].Power);
        Assert.True(curve.Points[2].Power > curve.Points[0].Power);
    }

    [Fact]
    public void Tests_agree_where_there_are_many_rows_and_any_p_value_can_be_asked_for()
    {
        PowerSetting[] study = [Effect(1.6)];
        double Of(PowerTest test) => Sleep.Power(test, 150, seed: 1, study).Points[0].Power;

        double wald = Of(PowerTest.Wald("Days"));
        Assert.Equal(wald, Of(PowerTest.LikelihoodRatio("Days")), 0.05);
        Assert.Equal(wald, Of(PowerTest.KenwardRoger("Days")), 0.05);
        Assert.Equal(wald, Of(PowerTest.Of("mine", f => f.Wald().Coefficients["Days"].PValue)));
    }

    [Fact]
    public void The_likelihood_ratio_test_is_that_of_two_fits_by_maximum_likelihood_to_each_response()
    {
        var ml = new FitOptions { Method = FitMethod.Ml };
        MixedModelFit with = MixedModel.Fit(Formula.Parse("Reaction ~ Days + (1 | Subject)"), ReferenceCase.Load("sleep_ris").Data(), ml);
        MixedModelFit without = MixedModel.Fit(Formula.Parse("Reaction ~ 1 + (1 | Subject)"), ReferenceCase.Load("sleep_ris").Data(), ml);
        PowerTest plain = PowerTest.Of("two fits", f =>
        {
            double[] response = f.Underlying.Matrices.Response;
            double statistic = 2 * (with.Refit(response).LogLikelihood.Value - without.Refit(response).LogLikelihood.Value);
            return 1 - MathNet.Numerics.Distributions.ChiSquared.CDF(1, Math.Max(0, statistic));
        });
        PowerSetting[] studies = [Effect(0.9), Effect(1.6)];

        Assert.Equal(
            Sleep.Power(plain, 80, seed: 5, studies).Points.Select(p => p.Rejections),
            Sleep.Power(PowerTest.LikelihoodRatio("Days"), 80, seed: 5, studies).Points.Select(p => p.Rejections));
    }

    [Fact]
    public void Threads_do_not_change_the_power() => Assert.Equal(
        Sleep.Power(PowerTest.Wald("Days"), 60, seed: 2, [Effect(1)], threads: 1).Points[0].Rejections,
        Sleep.Power(PowerTest.Wald("Days"), 60, seed: 2, [Effect(1)], threads: 4).Points[0].Rejections);

    /// <summary>binom.test(30, 40)$conf.int.</summary>
    [Fact]
    public void The_interval_is_that_of_Clopper_and_Pearson()
    {
        var point = new PowerPoint(new PowerSetting(), 1, 1, 30, 40, []);

        Assert.Equal(0.588038020, point.Interval().Lower, 1e-8);
        Assert.Equal(0.873085201, point.Interval().Upper, 1e-8);
        Assert.Equal(1, new PowerPoint(new PowerSetting(), 1, 1, 40, 40, []).Interval().Upper);
    }

    [Fact]
    public void Json_has_an_entry_for_every_study() => Assert.Contains("\"power\":[{\"groups\":18,\"rows\":180,\"coefficients\":{\"Days\":1}", Sleep.Power(PowerTest.Wald("Days"), 5, 1, [Effect(1)]).ToJson(), StringComparison.Ordinal);

    private static PowerSetting Effect(double days) => new() { Coefficients = ImmutableDictionary<string, double>.Empty.Add("Days", days) };
}
