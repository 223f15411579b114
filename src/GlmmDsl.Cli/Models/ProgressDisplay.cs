using System.Diagnostics;
using System.Globalization;
using GlmmDsl.Inference;
using Spectre.Console;

namespace GlmmDsl.Cli.Models;

/// <summary>Shows how far a fit has come, once it takes more than a second. The console library is loaded only then.</summary>
internal static class ProgressDisplay
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(200);

    /// <summary>Does the work on another thread and reports on this one.</summary>
    public static T Run<T>(Func<IProgress<FitProgress>, T> work, TextWriter error) => RunBoth((fit, _) => work(fit), error);

    /// <summary>The same for work that follows a fit and reports how many of its parts are done.</summary>
    public static T RunBoth<T>(Func<IProgress<FitProgress>, IProgress<WorkProgress>, T> work, TextWriter error)
    {
        var latest = new Latest();
        Task<T> task = Task.Run(() => work(latest, latest));
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
        console.Status().Start(latest.Text(Patience), status =>
        {
            while (Task.WaitAny([task], Refresh) < 0)
            {
                status.Status(latest.Text(Patience + clock.Elapsed));
            }
        });
    }

    /// <summary>The text of the display: the stage, how far it has come, and the time since the start.</summary>
    /// <param name="progress">How far the fit has come; null before it begins, while its rows are read.</param>
    /// <param name="elapsed">The time since the start.</param>
    internal static string Text(FitProgress? progress, TimeSpan elapsed)
    {
        string how = progress is { Evaluations: > 0 } fit ? string.Create(CultureInfo.InvariantCulture, $": {fit.Evaluations} evaluations, criterion {fit.Criterion:F3}") : "";
        return Markup.Escape($"{Name(progress?.Stage)}{how} ({Time(elapsed)})");
    }

    /// <summary>The text of the display for work that follows a fit.</summary>
    internal static string Text(WorkProgress progress, TimeSpan elapsed) =>
        Markup.Escape(string.Create(CultureInfo.InvariantCulture, $"{progress.Done} of {progress.Total} ({Time(elapsed)})"));

    private static string Time(TimeSpan elapsed) =>
        elapsed.TotalHours < 1 ? elapsed.ToString(@"m\:ss", CultureInfo.InvariantCulture) : elapsed.ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture);

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

    private sealed class Latest : IProgress<FitProgress>, IProgress<WorkProgress>
    {
        private readonly Lock gate = new();
        private FitProgress? fit;
        private WorkProgress? work;

        public string Text(TimeSpan elapsed)
        {
            lock (gate)
            {
                return work is { } parts ? ProgressDisplay.Text(parts, elapsed) : ProgressDisplay.Text(fit, elapsed);
            }
        }

        public void Report(FitProgress value)
        {
            lock (gate)
            {
                fit = value;
            }
        }

        public void Report(WorkProgress value)
        {
            lock (gate)
            {
                work = value;
            }
        }
    }
}
