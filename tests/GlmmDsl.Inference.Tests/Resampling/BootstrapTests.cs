using GlmmDsl.Tests.References;

namespace GlmmDsl.Inference.Tests.Resampling;

public sealed class BootstrapTests
{
    private static readonly MixedModelFit Sleep = Fit("sleep_ris");

    public static TheoryData<BootstrapKind> Kinds => new(Enum.GetValues<BootstrapKind>());

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Threads_do_not_change_the_numbers(BootstrapKind kind)
    {
        BootstrapResult one = Sleep.Bootstrap(40, seed: 9, kind, threads: 1);
        BootstrapResult several = Sleep.Bootstrap(40, seed: 9, kind, threads: 4);

        Assert.All(one.Parameters, p => Assert.Equal(p.Replicates.ToArray(), several.Parameters[p.Name].Replicates.ToArray()));
        Assert.Equal(40, one.Replicates);
        Assert.Empty(one.Failures);
    }

    [Fact]
    public void A_replicate_is_the_fit_to_a_simulated_response()
    {
        BootstrapResult boot = Sleep.Bootstrap(3, seed: 9);

        MixedModelFit third = Sleep.Refit(Sleep.Simulate(3, seed: 9)[2]);
        Assert.Equal(third.Coefficients["Days"].Estimate, boot.Coefficients["Days"].Replicates[2], 1e-6);
        Assert.Equal(third.Sigma, boot.VarianceComponents["sigma"].Replicates[2], 1e-5);
    }

    /// <summary>Standard errors of a balanced linear model's coefficients are known.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_standard_error_of_a_coefficient_is_near_the_models(BootstrapKind kind)
    {
        BootstrapResult boot = Sleep.Bootstrap(800, seed: 1, kind);

        Assert.Equal(Sleep.Coefficients["Days"].StandardError, boot.Coefficients["Days"].StandardError, 0.15);
        Assert.InRange(boot.Coefficients["Days"].Bias, -0.2, 0.2);
    }

    [Fact]
    public void Any_function_of_the_parameters_has_a_distribution()
    {
        BootstrapResult boot = Sleep.Bootstrap(50, seed: 1);

        BootstrapDistribution ratio = boot.Of(f => f.Coefficient("Days") / f.Sigma);
        Assert.Equal(Sleep.Coefficients["Days"].Estimate / Sleep.Sigma, ratio.Estimate, 12);
        Assert.Equal(boot.Coefficients["Days"].Replicates[7] / boot.VarianceComponents["sigma"].Replicates[7], ratio.Replicates[7], 12);
        Assert.Throws<KeyNotFoundException>(() => boot.Of(f => f.Coefficient("Day")));
        Assert.Equal(boot.VarianceComponents["sd_Days|Subject"].Replicates[3], boot.Of(f => f.VarianceComponent("sd_Days|Subject")).Replicates[3]);
    }

    /// <summary>boot::boot.ci of 999 replicates reads the ordered ones at 25 and 975.</summary>
    [Fact]
    public void Intervals_are_read_from_the_ordered_replicates_as_boot_reads_them()
    {
        var distribution = new BootstrapDistribution("x", 480, Enumerable.Range(1, 999).Select(i => (double)i).Reverse());

        Assert.Equal(new Interval(25, 975, 0.95), distribution.Interval());
        Assert.Equal(new Interval(-15, 935, 0.95), distribution.Interval(0.95, BootstrapInterval.Basic));
        Assert.Equal(20, distribution.Bias, 9);
        Assert.Equal(460 - (1.959963984540054 * distribution.StandardError), distribution.Interval(0.95, BootstrapInterval.Normal).Lower, 9);
        Assert.True(double.IsNaN(distribution.Interval(0.9999).Lower));
    }

    [Fact]
    public void Draws_that_were_saved_are_gone_on_from_to_the_numbers_of_one_run()
    {
        using var stream = new MemoryStream();
        Sleep.Bootstrap(10, seed: 3).Draws.Save(stream);
        stream.Position = 0;
        BootstrapDraws draws = BootstrapDraws.Load(stream);

        BootstrapResult whole = Sleep.Bootstrap(25, seed: 3), resumed = Sleep.Bootstrap(25, seed: 3, resume: draws);
        Assert.Equal(10, draws.Count);
        Assert.All(whole.Parameters, p => Assert.Equal(p.Replicates.ToArray(), resumed.Parameters[p.Name].Replicates.ToArray()));
    }

    [Fact]
    public void Draws_of_another_seed_kind_or_model_are_refused()
    {
        BootstrapDraws draws = Sleep.Bootstrap(2, seed: 3).Draws;

        Assert.Contains("seed 3", Assert.Throws<ArgumentException>(() => Sleep.Bootstrap(5, seed: 4, resume: draws)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Sleep.Bootstrap(5, seed: 3, BootstrapKind.Cluster, draws));
        Assert.Contains("another model", Assert.Throws<ArgumentException>(() => Fit("sleep_ris_ml").Bootstrap(5, seed: 3, resume: draws)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("not JSON")]
    [InlineData("""{"format":"glmm-bootstrap-draws","version":99}""")]
    [InlineData("""{"format":"glmm-bootstrap-draws","version":1,"kind":"Parametric","seed":1,"model":"","parameters":3,"draws":[{"replicate":0,"values":[1]}]}""")]
    public void A_file_that_holds_no_draws_is_refused(string text) =>
        Assert.Throws<ModelDataException>(() => BootstrapDraws.Load(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text))));

    [Fact]
    public void What_a_cancelled_run_has_done_is_not_lost()
    {
        using var source = new CancellationTokenSource();
        var cancel = new Told(p =>
        {
            if (p.Done == 20)
            {
                source.Cancel();
            }
        });

        BootstrapCanceledException cancelled = Assert.Throws<BootstrapCanceledException>(() => Sleep.Bootstrap(5000, seed: 3, progress: cancel, cancellationToken: source.Token));
        Assert.InRange(cancelled.Draws.Count, 20, 4999);
        BootstrapResult resumed = Sleep.Bootstrap(100, seed: 3, resume: cancelled.Draws);
        Assert.Equal(Sleep.Bootstrap(100, seed: 3).Coefficients["Days"].Replicates.ToArray(), resumed.Coefficients["Days"].Replicates.ToArray());
    }

    [Fact]
    public void Replicates_that_cannot_be_fitted_are_counted_with_their_reasons()
    {
        Data.Table table = Data.Table.ReadCsv(new StringReader("y,x,g\n0,1,a\n0,1,a\n1,2,a\n0,2,b\n0,1,b\n1,1,b\n1,3,c\n1,2,c\n0,3,c\n1,3,d\n1,3,d\n0,1,d"));
        MixedModelFit fit = MixedModel.Fit(Formula.Parse("y ~ x + (1 | g)"), table, new FitOptions { Family = Family.Binomial });

        BootstrapResult boot = fit.Bootstrap(60, seed: 1);
        Assert.NotEmpty(boot.Failures);
        Assert.Equal(60, boot.Failures.Length + boot.Coefficients["x"].Replicates.Length);
        Assert.All(boot.Failures, f => Assert.NotEqual("", f.Reason));
        Assert.Contains("of them failed", boot.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Kinds_that_do_not_suit_a_model_are_refused()
    {
        Assert.Contains("linear models", Assert.Throws<InvalidOperationException>(() => Fit("cbpp").Bootstrap(2, 1, BootstrapKind.Residual)).Message, StringComparison.Ordinal);
        Assert.Contains("crossed", Assert.Throws<InvalidOperationException>(() => Fit("penicillin_ml").Bootstrap(2, 1, BootstrapKind.Cluster)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Groups_inside_the_drawn_ones_are_drawn_with_them()
    {
        BootstrapResult boot = Fit("pastes_nested").Bootstrap(100, seed: 1, BootstrapKind.Cluster);

        Assert.Empty(boot.Failures);
        Assert.InRange(boot.VarianceComponents["sigma"].StandardError, 0.05, 0.3);
    }

    [Fact]
    public void A_generalised_model_is_bootstrapped_from_its_own_estimates()
    {
        BootstrapResult boot = Fit("cbpp").Bootstrap(60, seed: 2);

        Assert.Empty(boot.Failures);
        Assert.Equal(Fit("cbpp").Coefficients["period2"].StandardError, boot.Coefficients["period2"].StandardError, 0.12);
    }

    private static MixedModelFit Fit(string id) => MixedModel.Fit(Formula.Parse(ReferenceCase.Load(id).Formula), ReferenceCase.Load(id).Data(), ReferenceCase.Load(id).Options());

    private sealed class Told(Action<WorkProgress> report) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value) => report(value);
    }
}
