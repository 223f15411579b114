using System.Collections.Immutable;

namespace GlmmDsl.TypedModels.Tests;

/// <summary>The kinds of patients that the rows below declare.</summary>
public enum Ward
{
    /// <summary>One ward.</summary>
    North,

    /// <summary>The other.</summary>
    South,
}

/// <summary>A row that declares facts about its columns.</summary>
public sealed record DeclaredVisit(
    [RowKey] int Id,
    double Score,
    [ConstantWithin(nameof(DeclaredVisit.Patient))] double Age,
    Ward Ward,
    [Aliases(nameof(DeclaredVisit.Ward))] bool IsSouth,
    [NestedIn(nameof(DeclaredVisit.Ward))] string Patient,
    [NestedIn(nameof(DeclaredVisit.Patient), LabelsRepeat = true)] int Tooth);

/// <summary>A model that reads patients and ages, and by their facts wards.</summary>
[LinearMixedModel<DeclaredVisit>("Score ~ Age + (1 | Patient)")]
public sealed partial class DeclaredModel;

/// <summary>A model of an alias.</summary>
[LinearMixedModel<DeclaredVisit>("Score ~ IsSouth + (1 | Patient/Tooth)")]
public sealed partial class DeclaredAlias;

/// <summary>A model of counts with an effect of each row.</summary>
[GeneralizedLinearMixedModel<DeclaredVisit>("IsSouth ~ Age + (1 | Id)", Family.Binomial)]
public sealed partial class DeclaredKeys;

/// <summary>A row whose time is declared.</summary>
public sealed record TimedVisit(double Score, [Time(Within = nameof(TimedVisit.Tooth))] int Month, string Patient, string Tooth);

/// <summary>A model that reads the time, and by its fact the tooth.</summary>
[LinearMixedModel<TimedVisit>("Score ~ Month + (1 | Patient)")]
public sealed partial class TimedModel;

public sealed class DeclaredFacts
{
    [Fact]
    public void A_unit_measured_twice_at_one_time_is_an_error_that_names_both_rows()
    {
        TimedVisit[] visits = [.. Enumerable.Range(0, 40).Select(i => new TimedVisit(Math.Sin(i * i), i % 4, "P" + (i / 8), "T" + (i / 4)))];
        Assert.Equal(40, TimedModel.FitMl(visits).Result.RowCount);

        visits[6] = visits[6] with { Month = 1 };
        var error = Assert.Throws<ModelDataException>(() => TimedModel.FitMl(visits));
        Assert.Equal("Column 'Month' is declared [Time], at which each 'Tooth' has one row, but rows 6 and 7 are both of 'T1' at '1'. Correct the data, or remove Within from the attribute.", error.Message);
    }

    private static readonly ImmutableArray<DeclaredVisit> Rows = [.. Enumerable.Range(0, 72).Select(i => new DeclaredVisit(
        i, Math.Sin(i * i), 20 + (i / 6), (Ward)(i / 6 % 2), i / 6 % 2 == 1, "P" + (i / 6), i % 3))];

    [Fact]
    public void Rows_that_keep_to_the_facts_are_fitted()
    {
        Assert.Equal(72, DeclaredModel.FitMl(Rows).Result.RowCount);
        Assert.Equal(72, DeclaredAlias.FitMl(Rows).Result.RowCount);
    }

    [Fact]
    public void A_level_in_two_containers_is_an_error_that_names_both_rows()
    {
        var error = Assert.Throws<ModelDataException>(() => DeclaredModel.FitMl(With(7, row => row with { Ward = Ward.North })));

        Assert.Equal("Column 'Patient' is declared [NestedIn] 'Ward', but its level 'P1' is in 'South' in row 7 and 'North' in row 8. Correct the data, set LabelsRepeat = true if labels are given anew in each level of 'Ward', or remove the attribute.", error.Message);
        Assert.Equal(8, error.Row);
        Assert.Equal("Patient", error.Column);
    }

    [Fact]
    public void A_column_that_changes_within_its_group_is_an_error() => Assert.Equal(
        "Column 'Age' is declared [ConstantWithin] 'Patient', but for 'P2' it is '22' in row 13 and '22.5' in row 15. Correct the data, or remove the attribute.",
        Assert.Throws<ModelDataException>(() => DeclaredModel.FitReml(With(14, row => row with { Age = 22.5 }))).Message);

    [Fact]
    public void An_alias_that_says_something_else_is_an_error() => Assert.Equal(
        "Columns 'IsSouth' and 'Ward' are declared [Aliases] of each other, but 'FALSE' goes with 'North' in row 1 and 'South' in row 7. Correct the data, or remove the attribute.",
        Assert.Throws<ModelDataException>(() => DeclaredAlias.FitMl(With(6, row => row with { IsSouth = false }))).Message);

    [Fact]
    public void A_key_that_occurs_twice_is_an_error() => Assert.Equal(
        "Column 'Id' is declared [RowKey], another value in each row, but rows 3 and 12 both have '2'. Correct the data, or remove the attribute.",
        Assert.Throws<ModelDataException>(() => DeclaredKeys.FitLaplace(With(11, row => row with { Id = 2 }))).Message);

    [Fact]
    public void Labels_that_repeat_are_no_error_where_that_is_declared() =>
        Assert.Equal(12 * 3, DeclaredAlias.FitMl(Rows).RandomEffects.Tooth_Patient.Count);

    private static ImmutableArray<DeclaredVisit> With(int row, Func<DeclaredVisit, DeclaredVisit> change) => Rows.SetItem(row, change(Rows[row]));
}
