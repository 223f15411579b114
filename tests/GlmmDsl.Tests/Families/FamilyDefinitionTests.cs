using GlmmDsl.Design;
using GlmmDsl.Families;
using GlmmDsl.Formulas;

namespace GlmmDsl.Tests.Families;

/// <summary>There is one object per family, and the engine agrees with the table that the compiler side uses.</summary>
public sealed class FamilyDefinitionTests
{
    [Fact]
    public void Every_family_is_in_the_table_of_facts_with_links_that_have_kernels()
    {
        Assert.Equal(Enum.GetNames<Family>().Except([nameof(Family.Custom)]), FamilyFacts.All.Select(f => f.Name));
        foreach (Family family in ResponseFamilies.All.Select(f => f.Family).Except([Family.Gaussian]))
        {
            FamilyDefinition known = ResponseFamilies.Of(family);
            Assert.Equal(known.Links[0], known.Resolve(Link.Default));
            Assert.All(known.Links, link => Assert.NotNull(known.Kernel(link)));
        }
    }

    [Fact]
    public void The_table_of_facts_says_of_dispersion_zero_inflation_and_density_what_the_engine_does() => Assert.All(FamilyFacts.All, facts =>
    {
        FamilyDefinition family = ResponseFamilies.Of(Enum.Parse<Family>(facts.Name));
        Assert.Equal(family.HasDispersion, facts.HasDispersion);
        Assert.Equal(family.CanBeZeroInflated, facts.CanBeZeroInflated);
        Assert.Equal(family.IsContinuous, facts.IsContinuous);
    });

    [Fact]
    public void The_kinds_of_weights_in_the_table_are_members_of_their_enumeration() =>
        Assert.All(FamilyFacts.All, f => Assert.All(FamilyFacts.WeightKinds(f.Name)!, k => Assert.True(Enum.TryParse<WeightKind>(k, out _), k)));

    [Theory]
    [InlineData(Family.Binomial, Link.Logit, 0, 3, -1)]
    [InlineData(Family.Binomial, Link.Cauchit, 3, 3, 1)]
    [InlineData(Family.Binomial, Link.Logit, 1, 3, 0)]
    [InlineData(Family.Poisson, Link.Log, 0, 1, -1)]
    [InlineData(Family.Poisson, Link.Default, 0, 1, -1)]
    [InlineData(Family.Poisson, Link.Log, 2, 1, 0)]
    [InlineData(Family.Poisson, Link.Sqrt, 0, 1, 0)]
    public void A_row_at_the_end_of_its_support_pulls_the_linear_predictor_without_end_where_the_link_has_none(Family family, Link link, double y, double m, int way)
    {
        FamilyDefinition known = ResponseFamilies.Of(family);
        Assert.Equal(way, known.SeparationSign(link, y, m));

        LikelihoodKernel kernel = known.Kernel(link);
        bool up = kernel.LogDensity(20, y, m) > kernel.LogDensity(10, y, m), down = kernel.LogDensity(-20, y, m) > kernel.LogDensity(-10, y, m);
        Assert.Equal(way, up ? 1 : down ? -1 : 0);
    }

    [Fact]
    public void Only_successes_have_trials_and_four_families_have_no_dispersion()
    {
        Assert.Equal([Family.Binomial, Family.BetaBinomial], ResponseFamilies.All.Where(f => f.HasTrials).Select(f => f.Family));
        Assert.Equal([Family.Binomial, Family.Poisson, Family.TruncatedPoisson, Family.Cumulative], ResponseFamilies.All.Where(f => !f.HasDispersion).Select(f => f.Family));
        Assert.Equal(ResponseForm.Count, ResponseFamilies.Of(Family.Poisson).ResponseForm);
        Assert.Equal(0.25, ResponseFamilies.Of(Family.Binomial).Observed(1, 4));
        Assert.Equal(1, ResponseFamilies.Of(Family.Poisson).Observed(1, 4));
    }

    [Theory]
    [InlineData(Family.Binomial, 0, 3, true)]
    [InlineData(Family.Binomial, 3, 3, true)]
    [InlineData(Family.Binomial, 4, 3, false)]
    [InlineData(Family.Binomial, 0.5, 3, false)]
    [InlineData(Family.Poisson, 4, 3, true)]
    [InlineData(Family.Poisson, -1, 3, false)]
    [InlineData(Family.Poisson, 1.5, 3, false)]
    [InlineData(Family.Gaussian, -1.5, 3, true)]
    public void A_family_says_what_is_none_of_its_responses(Family family, double y, double m, bool isOne) =>
        Assert.Equal(isOne, ResponseFamilies.Of(family).Refusal(y, m) is null);

    [Fact]
    public void A_response_without_anything_to_explain_is_empty()
    {
        Assert.Equal("has no success", ResponseFamilies.Of(Family.Binomial).Emptiness([0, 0], [1, 2]));
        Assert.Equal("has no failure", ResponseFamilies.Of(Family.Binomial).Emptiness([1, 2], [1, 2]));
        Assert.Null(ResponseFamilies.Of(Family.Binomial).Emptiness([1, 1], [1, 2]));
        Assert.Equal("is 0 in every row", ResponseFamilies.Of(Family.Poisson).Emptiness([0, 0], [1, 1]));
        Assert.Null(ResponseFamilies.Of(Family.Gaussian).Emptiness([0, 0], [1, 1]));
    }

    [Fact]
    public void Only_the_normal_with_the_identity_link_is_linear()
    {
        Assert.True(ResponseFamilies.OfLinearModels.IsLinear(Link.Default));
        Assert.False(ResponseFamilies.OfLinearModels.IsLinear(Link.Log));
        Assert.False(ResponseFamilies.Of(Family.Poisson).IsLinear(Link.Identity));
    }

    [Fact]
    public void A_value_that_is_no_family_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ResponseFamilies.Of((Family)99));
}
