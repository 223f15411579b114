using GlmmDsl.Data;

namespace GlmmDsl.TypedModels.Tests;

/// <summary>cbpp: cattle of a herd infected in a period.</summary>
public sealed record HerdRow(
    [Column("herd")] int Herd,
    [Column("period")][Factor("1", "2", "3", "4")] int Period,
    [Column("incidence")] int Infected,
    [Column("size")] int Size);

/// <summary>grouseticks: ticks on a chick of a brood at a place.</summary>
public readonly record struct ChickRow(
    [property: Column("TICKS")] int Ticks,
    [property: Column("YEAR")][property: Factor("95", "96", "97")] byte Year,
    [property: Column("cHEIGHT")] double Height,
    [property: Column("BROOD")] string Brood,
    [property: Column("LOCATION")] short Location,
    [property: Column("INDEX")] long Index);

/// <summary>A sex.</summary>
public enum Sex
{
    F,
    M,
}

/// <summary>The sort of behaviour a question of VerbAgg asks after.</summary>
public enum Behaviour
{
    curse,
    scold,
    shout,
}

/// <summary>Who is to blame in it.</summary>
public enum Situation
{
    other,
    self,
}

/// <summary>An answer.</summary>
public enum Answer
{
    N,
    Y,
}

/// <summary>VerbAgg: a person's answer to a question about verbal aggression.</summary>
public sealed record AnswerRow(int Anger, Sex Gender, [Column("btype")] Behaviour Behaviour, [Column("situ")] Situation Situation, [Column("r2")] Answer Answer, [Column("id")] int Person, [Column("item")] string Item);

/// <summary>Owls: calls of owlets in a nest on a parent's arrival.</summary>
public sealed class OwlRow
{
    [Column("SiblingNegotiation")]
    public required int Calls { get; init; }

    [Column("FoodTreatment")]
    [Factor("Deprived", "Satiated")]
    public required string Food { get; init; }

    [Column("SexParent")]
    [Factor("Female", "Male")]
    public required string Parent { get; init; }

    public required int BroodSize { get; init; }

    public required string Nest { get; init; }
}

/// <summary>binsim: a proportion of trials, or one outcome.</summary>
public sealed record TrialRow([Column("y")] bool Succeeds, [Column("succ")] int Successes, [Column("m")] int Trials, double x, double z, [Column("f")] string Factor, string g, string h);
