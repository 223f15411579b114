using System.Text.Json;
using GlmmDsl.Data;
using GlmmDsl.Tests.References;

namespace GlmmDsl.Inference.Tests.Diagnostics;

/// <summary>
/// Influence against R. Hat values and Cook's distances of rows are lme4's; leaving out a level is, in R,
/// <c>V &lt;- (Z %*% Lambda %*% t(Lambda) %*% t(Z) + I)[keep, keep]</c> of lmer's fit and generalised least squares with σ² = r'V⁻¹r/(n − p).
/// </summary>
public sealed class InfluenceTests
{
    private static readonly Lazy<MixedModelFit> Sleep = new(() => Fit("sleep_ris"));

    [Theory]
    [InlineData("309", 0.148524797, -0.383726303, -0.299915981)]
    [InlineData("335", 0.129480500, 0.096272606, -0.487853250)]
    public void Leaving_out_a_level_gives_the_estimates_of_the_other_rows_at_the_same_theta(string level, double cooks, double intercept, double days)
    {
        LevelInfluence influence = Sleep.Value.Influence().Groups["Subject"][level];

        Assert.Equal(cooks, influence.CooksDistance, 1e-5);
        Assert.Equal(intercept, influence.DfBetas[0], 1e-4);
        Assert.Equal(days, influence.DfBetas[1], 1e-4);
        Assert.Equal(10, influence.RowCount);
    }

    /// <summary>Rows of a level of one factor lie in levels of another, whose modes change too.</summary>
    [Fact]
    public void Levels_of_crossed_factors_are_left_out_exactly()
    {
        Influence influence = Fit("penicillin").Influence();

        Assert.Equal(0.294625488, influence.Groups["sample"]["A"].CooksDistance, 1e-5);
        Assert.Equal(0.494591015, influence.Groups["sample"]["A"].DfBetas[0], 1e-5);
        Assert.Equal(0.002143995, influence.Groups["plate"]["a"].CooksDistance, 1e-6);
        Assert.Equal(0.046750928, influence.Groups["plate"]["a"].DfBetas[0], 1e-5);
        Assert.Equal(0.190780292, influence.HatValues[0], 1e-6);
        Assert.Equal(27.472361988, influence.HatValues.Sum(), 1e-4);
    }

    [Theory]
    [InlineData("sleep_ri")]
    [InlineData("sleep_ris")]
    [InlineData("dyestuff")]
    [InlineData("bodyweight")]
    public void Hat_values_and_distances_of_rows_are_those_of_lme4(string id)
    {
        var reference = ReferenceCase.Load(id);
        var recorded = reference.Result["extras"]!["influence"]!;

        Influence influence = Fit(id).Influence();

        Assert.Equal((double)recorded["hatSum"]!, influence.HatValues.Sum(), 1e-4 * (double)recorded["hatSum"]!);
        for (int i = 0; i < 10; i++)
        {
            double hat = (double)recorded["hatFirst"]![i]!, cooks = (double)recorded["cooksFirst"]![i]!;
            Assert.Equal(hat, influence.HatValues[i], 1e-4 * hat);
            Assert.Equal(cooks, influence.CooksDistances[i], (1e-3 * cooks) + 1e-9);
        }
    }

    [Fact]
    public void Leaving_out_a_row_changes_the_coefficients_as_R_says()
    {
        Influence influence = Sleep.Value.Influence();

        Assert.Equal(0.174736912, influence.DfBetas[59][0], 1e-5);
        Assert.Equal(-0.288968275, influence.DfBetas[59][1], 1e-5);
    }

    /// <summary>
    /// In R with A = [X Z], w = size·mu(1 − mu) and P the penalty: <c>K &lt;- solve(t(A) %*% (w*A) + P)</c>, and without herd 1
    /// <c>d &lt;- solve(t(A[k, ]) %*% (w*A)[k, ] + P, t(A[!k, ]) %*% (y - size*mu)[!k])</c>, one Newton step.
    /// </summary>
    [Fact]
    public void Of_a_generalized_model_it_is_that_of_the_working_model()
    {
        Influence influence = Fit("cbpp").Influence();

        Assert.Equal(0.410257705, influence.HatValues[0], 2e-4);
        Assert.Equal(13.28544149, influence.HatValues.Sum(), 2e-3);
        Assert.Equal(0.529409995, influence.CooksDistances[0], 5e-4);
        Assert.Equal(0.300502522, influence.Groups["herd"]["1"].CooksDistance, 5e-4);
        Assert.Equal(0.938724170, influence.Groups["herd"]["1"].DfBetas[2], 1e-3);
    }

    /// <summary>A level that is left out of a balanced design changes the coefficients by the same whatever θ is.</summary>
    [Fact]
    public void Refits_without_a_level_estimate_the_covariance_again()
    {
        LevelInfluence held = Sleep.Value.Influence().Groups["Subject"]["335"];
        LevelInfluence refitted = Sleep.Value.Influence(refit: true).Groups["Subject"]["335"];
        Table others = Table.ReadCsv(new StringReader(string.Join('\n', File.ReadLines(Path.Combine(GlmmDsl.Tests.Architecture.RepositoryRoot.Path, "tests", "Reference", "data", "sleepstudy.csv"))
            .Where(line => !line.Contains(",335", StringComparison.Ordinal)))));
        MixedModelFit without = MixedModel.Fit("Reaction ~ Days + (Days | Subject)", others);

        Assert.Equal(held.CooksDistance, refitted.CooksDistance, 1e-6);
        Assert.NotEqual(held.DfBetas[0], refitted.DfBetas[0], 1e-3);
        Assert.Equal(without.Coefficients["Days"].Estimate, refitted.Estimates[1], 1e-6);
        Assert.Equal((Sleep.Value.Coefficients["Days"].Estimate - refitted.Estimates[1]) / without.Coefficients["Days"].StandardError, refitted.DfBetas[1], 1e-5);
    }

    /// <summary>With many rows a level these are replaced by few: the same answer.</summary>
    [Fact]
    public void The_only_level_that_knows_a_coefficient_has_no_distance()
    {
        string rows = string.Join('\n', Enumerable.Range(0, 60).Select(i =>
            FormattableString.Invariant($"{(i % 5) + Math.Sin(i)},g{i % 6},{(i % 6 == 2 ? i : 0)}")));
        MixedModelFit fit = MixedModel.Fit("y ~ x + (1 | g)", Table.ReadCsv(new StringReader("y,g,x\n" + rows)));

        GroupInfluence influence = fit.Influence().Groups["g"];

        Assert.True(double.IsNaN(influence["g2"].CooksDistance));
        Assert.All(influence.Where(l => l.Level != "g2"), l => Assert.True(double.IsFinite(l.CooksDistance)));
    }

    [Fact]
    public void Without_rows_it_is_refused()
    {
        var reference = ReferenceCase.Load("sleep_ris");
        MixedModelFit fit = MixedModel.Fit(CrossProducts.Of(Formula.Parse(reference.Formula), reference.Data()));

        Assert.Contains("without rows", Assert.Throws<InvalidOperationException>(() => fit.Influence()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void It_prints_the_most_influential_rows_and_levels_and_writes_json()
    {
        Influence influence = Sleep.Value.Influence();

        Assert.Contains("Leaving out one level of Subject", influence.ToString(), StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(influence.ToJson());
        Assert.Equal(180, json.RootElement.GetProperty("hat").GetArrayLength());
        Assert.Equal("308", json.RootElement.GetProperty("groups").GetProperty("Subject")[0].GetProperty("level").GetString());
    }

    private static MixedModelFit Fit(string id)
    {
        var reference = ReferenceCase.Load(id);
        return MixedModel.Fit(reference.Formula, reference.Data(), reference.Options());
    }
}
