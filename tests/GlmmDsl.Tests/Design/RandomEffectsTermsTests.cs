using System.Collections.Immutable;
using GlmmDsl.Data;
using GlmmDsl.Design;
using GlmmDsl.Design.Frame;
using GlmmDsl.Design.RandomEffects;
using GlmmDsl.Formulas;

namespace GlmmDsl.Tests.Design;

public class RandomEffectsTermsTests
{
    [Fact]
    public void An_intercept_is_the_constant_and_a_slope_the_column()
    {
        RandomEffectsTerm term = Assert.Single(SmallTable.Build("y ~ x + (x | f)").Matrices.Random);

        Assert.Equal(["(Intercept)", "x"], term.ColumnNames.ToArray());
        Assert.Null(term.Columns[0]);
        Assert.Equal(SmallTable.X, term.Columns[1]);
        Assert.Equal(["b", "a", "c"], term.Group.Levels.ToArray());
        Assert.Equal([0, 1, 2, 1, 0, 2, 2, 0, 1, 1, 0, 2], term.Group.Codes);
    }

    [Fact]
    public void A_term_has_its_own_coding_whatever_the_fixed_part_is()
    {
        RandomEffectsTerm term = Assert.Single(SmallTable.Build("y ~ f + (0 + f | k)").Matrices.Random);

        Assert.Equal(["fb", "fa", "fc"], term.ColumnNames.ToArray());
    }

    [Fact]
    public void Numbers_in_the_role_of_a_group_are_levels_by_value()
    {
        ModelMatrices design = SmallTable.Build("y ~ k + (1 | k)").Matrices;

        Assert.Equal(["2", "5", "10"], design.Random[0].Group.Levels.ToArray());
        Assert.Equal("k", design.FixedNames[1]);
    }

    // R: levels(with(d, f:g)[, drop = TRUE]), levels(with(d, g:f)[, drop = TRUE])
    [Fact]
    public void Combinations_are_ordered_with_the_first_factor_slowest_and_only_those_that_occur()
    {
        Table table = SmallTable.Rows(0, 1, 2, 3, 4, 6, 7, 11, 0, 1, 2, 3, 4, 6, 7, 11);

        Assert.Equal(["b:u", "b:v", "a:u", "c:u", "c:v"], SmallTable.Build("y ~ 1 + (1 | f:g)", table).Matrices.Random[0].Group.Levels.ToArray());
        Assert.Equal(["u:b", "u:a", "u:c", "v:b", "v:c"], SmallTable.Build("y ~ 1 + (1 | g:f)", table).Matrices.Random[0].Group.Levels.ToArray());
    }

    [Fact]
    public void Codes_of_combinations_point_at_their_labels_whichever_way_they_are_found()
    {
        // Many levels and few rows: found by sorting; few levels and many rows: by a table.
        foreach ((int rows, int levels) in new[] { (60, 5), (200, 1_000) })
        {
            var random = new Random(7);
            FactorColumn[] factors = [.. Enumerable.Range(0, 3).Select(f => new FactorColumn(
                "f" + f, [.. Enumerable.Range(0, levels).Select(l => $"{f}.{l}")], [.. Enumerable.Range(0, rows).Select(_ => random.Next(levels))]))];

            (GroupIndex index, GroupingFactor group) = GroupIndex.Train(
                "f0:f1:f2", [.. factors.Select(f => OccurringLevels.Of(f, RowSelection.All(rows)))]);

            for (int row = 0; row < rows; row++)
            {
                Assert.Equal(string.Join(":", factors.Select(f => f.Levels[f.Codes[row]])), group.Levels[group.Codes[row]]);
            }

            Assert.Equal(group.Codes.Distinct().Count(), group.Levels.Length);
            Assert.Equal(group.Codes, index.CodesOf(factors));
        }
    }

    [Fact]
    public void Nested_groups_get_lme4s_names_and_order()
    {
        ModelMatrices design = SmallTable.Build("y ~ 1 + (1 | g/f)").Matrices;

        Assert.Equal(["f:g", "g"], design.Random.Select(t => t.Group.Name).ToArray());
    }

    [Fact]
    public void Independent_columns_are_terms_of_their_own_on_one_group()
    {
        ImmutableArray<RandomEffectsTerm> terms = SmallTable.Build("y ~ x + (x + f || k)").Matrices.Random;

        // Equal numbers of levels keep their order.
        Assert.Equal(["(Intercept)", "x", "fa", "fc"], terms.Select(t => Assert.Single(t.ColumnNames)).ToArray());
        Assert.All(terms, t => Assert.Same(terms[0].Group, t.Group));
    }

    [Fact]
    public void A_diagonal_structure_is_split_and_an_unstructured_one_is_not()
    {
        Assert.Equal(2, SmallTable.Build("y ~ x + diag(x | f)").Matrices.Random.Length);
        Assert.Equal(2, Assert.Single(SmallTable.Build("y ~ x + us(x | f)").Matrices.Random).Width);
    }

    [Theory]
    [InlineData("homdiag(f | g)")]
    [InlineData("cs(x + f | g)")]
    [InlineData("homcs(0 + f | g)")]
    [InlineData("ar1(0 + f | g)")]
    [InlineData("toep(0 + factor(g) | f)")]
    public void Other_structures_have_the_columns_of_an_unstructured_term(string term)
    {
        RandomEffectsTerm structured = Assert.Single(SmallTable.Build("y ~ x + " + term).Matrices.Random);
        RandomEffectsTerm unstructured = Assert.Single(SmallTable.Build("y ~ x + us" + term[term.IndexOf('(', StringComparison.Ordinal)..]).Matrices.Random);

        Assert.True(structured.ColumnNames.SequenceEqual(unstructured.ColumnNames));
        Assert.Equal(unstructured.Columns.AsEnumerable(), structured.Columns);
        Assert.NotEqual(CovarianceStructure.Unstructured, structured.Structure);
    }

    [Theory]
    [InlineData("cs(1 | g)")]
    [InlineData("homdiag(0 + x | g)")]
    public void A_term_of_one_column_has_one_variance_whatever_its_structure(string term) =>
        Assert.Equal(CovarianceStructure.Unstructured, Assert.Single(SmallTable.Build("y ~ x + " + term).Matrices.Random).Structure);

    [Theory]
    [InlineData("ar1(f | g)", "f", "write ar1(0 + f | g).")]
    [InlineData("toep(0 + x | g)", "0 + x", "write toep(0 + factor(x) | g).")]
    public void A_structure_over_time_is_of_one_factor_without_an_intercept(string term, string place, string advice)
    {
        string formula = $"y ~ x + {term}";

        FormulaException exception = Assert.Throws<FormulaException>(() => SmallTable.Build(formula));

        FormulaDiagnostic diagnostic = Assert.Single(exception.Diagnostics);
        Assert.Equal(FormulaErrorKind.TimeStructure, diagnostic.Kind);
        Assert.Equal(place, formula.Substring(diagnostic.Span.Start, diagnostic.Span.Length));
        Assert.EndsWith(advice, diagnostic.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("5 3 3 2", "5a 3b 3c 2d")]
    [InlineData("2 5 3 3", "5b 3d 3c 2a")]
    [InlineData("4 4", "4a 4b")]
    [InlineData("3 4 4", "4c 4b 3a")]
    [InlineData("", "")]
    public void Terms_are_kept_while_levels_never_increase_and_else_sorted_and_reversed(string levels, string expected)
    {
        RandomEffectsTerm[] terms = [.. levels.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select((q, i) => Term(int.Parse(q, null), (char)('a' + i)))];

        Assert.Equal(expected, string.Join(" ", TermOrder.Sort(terms).Select(t => t.Group.Name)));
    }

    private static RandomEffectsTerm Term(int levels, char name) =>
        new(new GroupingFactor($"{levels}{name}", [.. Enumerable.Range(0, levels).Select(l => "l" + l)], []), ["(Intercept)"], [null], null!);
}
