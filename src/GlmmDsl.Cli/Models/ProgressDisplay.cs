using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace GlmmDsl.Cli.Models;

/// <summary>Shows how far a fit has come, once it takes more than a second. The console library is loaded only then.</summary>
internal static class ProgressDisplay
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(200);

    /// <summary>Does the work on another thread and reports on this one.</summary>
    public static T Run<T>(Func<IProgress<FitProgress>, T> work, TextWriter error)
    {
        var latest = new Latest();
        Task<T> task = Task.Run(() => work(latest));
        if (Task.WaitAny([task], Patience) < 0)
        {
            try
            {
                Show(task, latest, error);
            }
            catch (IOException)
            {
                // Standard error is closed; the fit goes on.
            }
        }

        return task.GetAwaiter().GetResult();
    }

    private static void Show(Task task, Latest latest, TextWriter error)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) });
        var clock = Stopwatch.StartNew();
        console.Status().Start(Text(latest.Progress, Patience), status =>
        {
            while (Task.WaitAny([task], Refresh) < 0)
            {
                status.Status(Text(latest.Progress, Patience + clock.Elapsed));
            }
        });
    }

    /// <summary>The text of the display: the stage, how far it has come, and the time since the start.</summary>
    /// <param name="progress">How far the fit has come; null before it begins, while its rows are read.</param>
    /// <param name="elapsed">The time since the start.</param>
    internal static string Text(FitProgress? progress, TimeSpan elapsed)
    {
        string time = elapsed.TotalHours < 1 ? elapsed.ToString(@"m\:ss", CultureInfo.InvariantCulture) : elapsed.ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture);
        string how = progress is { Evaluations: > 0 } fit ? string.Create(CultureInfo.InvariantCulture, $": {fit.Evaluations} evaluations, criterion {fit.Criterion:F3}") : "";
        return Markup.Escape($"{Name(progress?.Stage)}{how} ({time})");
    }

    private static string Name(FitStage? stage) => stage switch
    {
        null => "reading rows",
        FitStage.Design => "building the design",
        FitStage.CrossProducts => "summing cross-products",
        FitStage.StartingValues => "finding starting values",
        FitStage.Optimization => "optimising",
        FitStage.StandardErrors => "standard errors",
        _ => "fitting",
    };

    private sealed class Latest : IProgress<FitProgress>
    {
        private readonly Lock gate = new();
        private FitProgress? progress;

        public FitProgress? Progress
        {
            get
            {
                lock (gate)
                {
                    return progress;
                }
            }
        }

        public void Report(FitProgress value)
        {
            lock (gate)
            {
                progress = value;
            }
        }
    }
}
