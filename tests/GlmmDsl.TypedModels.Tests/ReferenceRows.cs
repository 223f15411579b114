using GlmmDsl.Data;

namespace GlmmDsl.TypedModels.Tests;

/// <summary>A group of subjects.</summary>
public enum SleepGroup
{
    lo,
    mid,
    hi,
}

/// <summary>sleepstudy with weights and a group.</summary>
public sealed record WeightedSleepRow(double Reaction, double Days, string Subject, [Column("w")] double Weight, [Column("grp")] SleepGroup Group);

/// <summary>sleepstudy with gaps.</summary>
public readonly record struct GappedSleepRow(double? Reaction, double? Days, int Subject);

/// <summary>Penicillin: a sample tested on a plate.</summary>
public sealed record PenicillinRow(double Diameter, char Plate, char Sample);

/// <summary>Pastes: a cask of a batch.</summary>
public sealed class PasteRow
{
    public required double Strength { get; init; }

    public required string Batch { get; init; }

    public required string Cask { get; init; }
}

/// <summary>A recipe of a cake.</summary>
public enum Recipe
{
    A,
    B,
    C,
}

/// <summary>cake: the breaking angle of a cake baked at one of six temperatures.</summary>
public sealed record CakeRow(
    [Column("angle")] int Angle,
    [Column("recipe")] Recipe Recipe,
    [Column("temperature")][Ordered("175", "185", "195", "205", "215", "225")] string Temperature,
    [Column("replicate")] byte Replicate);

/// <summary>Machines: six workers at three machines.</summary>
public record struct MachineRow
{
    [Column("score")]
    public double Score { get; set; }

    public Recipe Machine { get; set; }

    public sbyte Worker { get; set; }
}

/// <summary>InstEval: a lecture's rating by a student.</summary>
public sealed record RatingRow(
    [Column("y")] int Rating,
    [Column("s")] int Student,
    [Column("d")] long Lecturer,
    [Column("service")][Factor("0", "1")] string Service,
    [Column("dept")][Factor("15", "5", "10", "12", "6", "7", "4", "8", "9", "14", "1", "3", "11", "2")] string Department);

/// <summary>dietox: the feed of a pig, not always recorded.</summary>
public sealed record PigRow(double? Feed, int Time, int Pig, [Column("Evit")] string Vitamin);
